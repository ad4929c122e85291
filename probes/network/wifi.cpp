#include "probes/network/wifi.h"

#include <linux/wireless.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmath>
#include <cstring>

namespace deskready::network {
namespace {

/// The wireless extensions' ioctls; nl80211 answers them for all drivers in use.
std::optional<iwreq> ask_wireless(const std::string& device, unsigned long what) {
  iwreq request{};
  if (device.empty() || device.size() >= sizeof request.ifr_name) return std::nullopt;
  std::memcpy(request.ifr_name, device.data(), device.size());
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::nullopt;
  const bool answered = ioctl(fd, what, &request) == 0;
  close(fd);
  return answered ? std::optional(request) : std::nullopt;
}

}  // namespace

std::optional<double> wifi_rate(const std::string& device) {
  const auto answer = ask_wireless(device, SIOCGIWRATE);
  if (!answer || answer->u.bitrate.value <= 0) return std::nullopt;
  return answer->u.bitrate.value;
}

std::optional<double> wifi_frequency(const std::string& device) {
  const auto answer = ask_wireless(device, SIOCGIWFREQ);
  if (!answer) return std::nullopt;
  const double hertz = answer->u.freq.m * std::pow(10, answer->u.freq.e);
  // Drivers may name a channel's number instead.
  return hertz > 1e9 ? std::optional(hertz) : std::nullopt;
}

std::string wifi_band(double frequency) {
  if (frequency >= 2.4e9 && frequency < 2.5e9) return "2.4 GHz";
  if (frequency >= 5.15e9 && frequency < 5.925e9) return "5 GHz";
  if (frequency >= 5.925e9 && frequency < 7.125e9) return "6 GHz";
  return {};
}

}  // namespace deskready::network
