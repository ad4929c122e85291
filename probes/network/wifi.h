// What a Wi-Fi card says of its radio. Linux only.
#pragma once

#include <optional>
#include <string>

namespace deskready::network {

/// Rate that the Wi-Fi card uses now, bit/s, and its channel's frequency, Hz; asked of the kernel's driver,
/// so for this computer only. Nothing when it does not say.
std::optional<double> wifi_rate(const std::string& device);
std::optional<double> wifi_frequency(const std::string& device);

/// "2.4 GHz", "5 GHz", "6 GHz"; empty outside of them.
std::string wifi_band(double frequency);

}  // namespace deskready::network
