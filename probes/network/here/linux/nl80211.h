// Questions to the kernel's nl80211.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace deskready::network {

/// The attributes of the first answer about a device; nothing where the kernel has no nl80211, the device is
/// no Wi-Fi card or is connected to nothing, or no answer came within a second.
std::optional<std::string> ask_nl80211(std::uint8_t command, const std::string& device);

}  // namespace deskready::network
