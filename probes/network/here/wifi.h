// What a Wi-Fi card says of its radio.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace deskready::network {

/// Each only where the card's driver tells it.
struct WifiRadio {
  std::optional<double> rate;       ///< bit/s, of what was sent last
  std::optional<double> frequency;  ///< Hz, the channel's middle
  std::optional<double> signal;     ///< dBm, of what was received last
  /// The newest generation that a rate in use is of, by IEEE 802.11's tables: 4 is HT (802.11n), 5 VHT (ac),
  /// 6 HE (ax), 7 EHT (be). A card that is idle may use older rates, so it is a lower bound.
  std::optional<int> generation;
};

/// Asked of the driver over nl80211, or of what that said on a recorded machine. Thread-safe.
WifiRadio wifi_radio(const std::filesystem::path& root, const std::string& device);

/// What the kernel's answers say: the attributes of NL80211_CMD_GET_INTERFACE and of the access point in
/// NL80211_CMD_GET_STATION (linux/nl80211.h), each as hostile as a recorded file is; empty where there is
/// none.
WifiRadio read_wifi_answers(std::string_view interface, std::string_view station);

/// "2.4 GHz", "5 GHz", "6 GHz"; empty outside of them.
std::string wifi_band(double frequency);

}  // namespace deskready::network
