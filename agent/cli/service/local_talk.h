// One exchange with a service of this computer.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

/// Sends `request` to the local stream socket `place` and returns what comes until the other side closes, at
/// most 256 KiB. Blocks, at most `patience` in all. The error is a sentence about the background service,
/// with what to do.
tl::expected<std::string, std::string> talk_locally(const std::filesystem::path& place,
                                                    std::string_view request,
                                                    std::chrono::milliseconds patience);

}  // namespace deskready
