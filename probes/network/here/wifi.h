// What a Wi-Fi card says of its radio. Linux only.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace deskready::network {

/// Rate that the Wi-Fi card uses now, bit/s, and its channel's frequency, Hz; asked of the kernel's driver,
/// or of a recorded machine: <root>/wireless/<device>/rate and frequency hold the 16 octets of the driver's
/// answer (iwreq_data of SIOCGIWRATE and SIOCGIWFREQ, as the kernel wrote them). Nothing when it does not
/// say.
std::optional<double> wifi_rate(const std::filesystem::path& root, const std::string& device);
std::optional<double> wifi_frequency(const std::filesystem::path& root, const std::string& device);

/// "2.4 GHz", "5 GHz", "6 GHz"; empty outside of them.
std::string wifi_band(double frequency);

}  // namespace deskready::network
