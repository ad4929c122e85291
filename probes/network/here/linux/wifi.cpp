#include "probes/network/here/wifi.h"

#include <linux/nl80211.h>
#include <netlink/attr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "probes/machine/files.h"
#include "probes/network/here/linux/nl80211.h"

namespace deskready::network {
namespace {

template <std::size_t Size>
bool parsed(std::array<nlattr*, Size>& found, std::string_view bytes) {
  // The library only reads; its declaration predates const.
  auto* begin = reinterpret_cast<nlattr*>(const_cast<char*>(bytes.data()));
  return nla_parse(found.data(), Size - 1, begin, static_cast<int>(bytes.size()), nullptr) == 0;
}

std::string_view within(const nlattr* attribute) {
  return {static_cast<const char*>(nla_data(attribute)), static_cast<std::size_t>(nla_len(attribute))};
}

/// A number of the size that the kernel gives it; nothing when another size stands there.
template <typename Number>
std::optional<Number> number(const nlattr* attribute) {
  if (attribute == nullptr || nla_len(attribute) != sizeof(Number)) return std::nullopt;
  Number value{};
  nla_memcpy(&value, attribute, sizeof value);
  return value;
}

struct Rate {
  std::optional<double> bits;
  std::optional<int> generation;
};

Rate read_rate(const nlattr* attribute) {
  std::array<nlattr*, NL80211_RATE_INFO_MAX + 1> found{};
  if (attribute == nullptr || !parsed(found, within(attribute))) return {};
  Rate rate;
  const auto units = number<std::uint32_t>(found[NL80211_RATE_INFO_BITRATE32]);  // of 100 kbit/s
  if (units.value_or(0) > 0) rate.bits = *units * 1e5;
  for (const auto& [is_of, generation] :
       {std::pair{NL80211_RATE_INFO_MCS, 4}, std::pair{NL80211_RATE_INFO_VHT_MCS, 5},
        std::pair{NL80211_RATE_INFO_HE_MCS, 6}, std::pair{NL80211_RATE_INFO_EHT_MCS, 7}}) {
    if (found[static_cast<std::size_t>(is_of)] != nullptr) rate.generation = generation;
  }
  return rate;
}

std::string recorded(const std::filesystem::path& root, const std::string& device, const char* answer) {
  return read_text(root, "/wireless/" + device + "/" + answer).value_or("");
}

}  // namespace

WifiRadio read_wifi_answers(std::string_view interface, std::string_view station) {
  WifiRadio radio;
  std::array<nlattr*, NL80211_ATTR_MAX + 1> told{};
  if (parsed(told, interface)) {
    const auto megahertz = number<std::uint32_t>(told[NL80211_ATTR_WIPHY_FREQ]);
    if (megahertz.value_or(0) > 0) radio.frequency = *megahertz * 1e6;
  }
  if (!parsed(told, station) || told[NL80211_ATTR_STA_INFO] == nullptr) return radio;
  std::array<nlattr*, NL80211_STA_INFO_MAX + 1> point{};
  if (!parsed(point, within(told[NL80211_ATTR_STA_INFO]))) return radio;
  const Rate sent = read_rate(point[NL80211_STA_INFO_TX_BITRATE]);
  const Rate received = read_rate(point[NL80211_STA_INFO_RX_BITRATE]);
  radio.rate = sent.bits;
  radio.generation = std::max(sent.generation, received.generation);
  const auto signal = number<std::uint8_t>(point[NL80211_STA_INFO_SIGNAL]);
  // A driver without units of its own leaves 0 there; no radio hears more than a milliwatt.
  if (signal && static_cast<std::int8_t>(*signal) < 0) radio.signal = static_cast<std::int8_t>(*signal);
  return radio;
}

WifiRadio wifi_radio(const std::filesystem::path& root, const std::string& device) {
  if (root != "/")
    return read_wifi_answers(recorded(root, device, "interface"), recorded(root, device, "station"));
  const auto interface = ask_nl80211(NL80211_CMD_GET_INTERFACE, device);
  const auto station = ask_nl80211(NL80211_CMD_GET_STATION, device);
  return read_wifi_answers(interface.value_or(""), station.value_or(""));
}

std::string wifi_band(double frequency) {
  if (frequency >= 2.4e9 && frequency < 2.5e9) return "2.4 GHz";
  if (frequency >= 5.15e9 && frequency < 5.925e9) return "5 GHz";
  if (frequency >= 5.925e9 && frequency < 7.125e9) return "6 GHz";
  return {};
}

}  // namespace deskready::network
