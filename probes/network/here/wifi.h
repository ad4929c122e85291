// What a Wi-Fi card says of its radio.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace deskready::network {

/// Rate that the Wi-Fi card uses now, bit/s, and its channel's frequency, Hz; asked of its
/// driver, or of what that said on a recorded machine. Nothing when it does not say.
std::optional<double> wifi_rate(const std::filesystem::path& root, const std::string& device);
std::optional<double> wifi_frequency(const std::filesystem::path& root, const std::string& device);

/// "2.4 GHz", "5 GHz", "6 GHz"; empty outside of them.
std::string wifi_band(double frequency);

}  // namespace deskready::network
