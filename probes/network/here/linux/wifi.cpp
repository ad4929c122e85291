#include "probes/network/here/wifi.h"

#include <linux/wireless.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <cstring>

#include "probes/machine/files.h"

namespace deskready::network {
namespace {

/// The wireless extensions' ioctls; nl80211 answers them for all drivers but those of Wi-Fi 7.
std::optional<iwreq_data> ask_kernel(const std::string& device, unsigned long what) {
  iwreq request{};
  if (device.empty() || device.size() >= sizeof request.ifr_name) return std::nullopt;
  std::memcpy(request.ifr_name, device.data(), device.size());
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::nullopt;
  const bool answered = ioctl(fd, what, &request) == 0;
  close(fd);
  return answered ? std::optional(request.u) : std::nullopt;
}

/// The 16 octets of the driver's answer (iwreq_data of SIOCGIWRATE and SIOCGIWFREQ), as the kernel wrote
/// them.
std::optional<iwreq_data> read_record(const std::filesystem::path& root, const std::string& path) {
  iwreq_data answer{};
  const auto bytes = read_text(root, path);
  if (!bytes || bytes->size() < sizeof answer) return std::nullopt;
  std::memcpy(&answer, bytes->data(), sizeof answer);
  return answer;
}

std::optional<iwreq_data> ask_wireless(const std::filesystem::path& root, const std::string& device,
                                       unsigned long what) {
  if (root == "/") return ask_kernel(device, what);
  return read_record(root, "/wireless/" + device + (what == SIOCGIWRATE ? "/rate" : "/frequency"));
}

}  // namespace

std::optional<double> wifi_rate(const std::filesystem::path& root, const std::string& device) {
  const auto answer = ask_wireless(root, device, SIOCGIWRATE);
  // The kernel's number has 32 bits, and a rate above 2.1 Gbit/s needs the one that the header gives to a
  // sign.
  const auto rate = answer ? static_cast<std::uint32_t>(answer->bitrate.value) : 0;
  return rate > 0 ? std::optional<double>(rate) : std::nullopt;
}

std::optional<double> wifi_frequency(const std::filesystem::path& root, const std::string& device) {
  const auto answer = ask_wireless(root, device, SIOCGIWFREQ);
  if (!answer) return std::nullopt;
  const double hertz = answer->freq.m * std::pow(10, answer->freq.e);
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
