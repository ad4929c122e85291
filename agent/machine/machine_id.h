// What tells this computer from others and stays with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace deskready {

/// Fixed for this computer and without meaning elsewhere: it cannot be traced back to what the system knows
/// the computer by. None where the system knows it by nothing.
std::optional<std::uint64_t> machine_number();

/// What the system itself knows the computer below `root` by, 32 characters; empty where that is nothing. It
/// must not leave the computer.
std::string machine_id(const std::filesystem::path& root);

}  // namespace deskready
