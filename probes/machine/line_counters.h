// How much this computer's network devices have moved.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace deskready {

// `root` is "/" or the tree of a recorded machine. Bytes are those of whole frames, both directions together,
// since the device came up. Any thread.

/// None where the device is not there, or does not count.
std::optional<std::uint64_t> device_bytes(const std::filesystem::path& root, const std::string& device);

/// Over all devices but loopback; 0 where there is none.
std::uint64_t line_bytes(const std::filesystem::path& root);

}  // namespace deskready
