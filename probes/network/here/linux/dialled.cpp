// What looks like a tunnel and is part of the line.
#include <linux/if_arp.h>

#include <algorithm>
#include <sstream>

#include "probes/machine/files.h"
#include "probes/network/here/interface.h"
#include "probes/network/here/route.h"

namespace deskready::network {
namespace {

namespace fs = std::filesystem;

/// Devices below the PPPoE sessions, from /proc/net/pppoe: "Id Address Device".
std::vector<std::string> pppoe_devices(const fs::path& root) {
  std::istringstream file(read_text(root, "/proc/net/pppoe").value_or(""));
  std::vector<std::string> devices;
  std::string line;
  std::getline(file, line);  // the heading
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string id, address, device;
    if (words >> id >> address >> device) devices.push_back(device);
  }
  return devices;
}

std::size_t count_ppp(const fs::path& root) {
  const auto devices = list_folder(root, "/sys/class/net").value_or(std::vector<std::string>());
  return static_cast<std::size_t>(std::count_if(
      devices.begin(), devices.end(), [](const std::string& device) { return device.starts_with("ppp"); }));
}

/// Point-to-point: how a provider is dialled, and what PPTP, L2TP and FortiClient use as well.
Dialled dialled_ppp(const fs::path& root, const std::string& device) {
  const std::vector<std::string> below = pppoe_devices(root);
  if (!below.empty() && count_ppp(root) <= below.size()) return {Dialled::Is::line, below.front()};
  const std::vector<std::string> routes = default_route_devices(root);
  const bool other_default =
      std::any_of(routes.begin(), routes.end(), [&](const std::string& other) { return other != device; });
  // A VPN's server is reached by something else.
  if (other_default || has_route_beside(root, device)) return {Dialled::Is::vpn, {}};
  // Without another line it can only be a modem's.
  if (below.empty() && devices_in_use(root).empty()) return {Dialled::Is::line, {}};
  return {Dialled::Is::unclear, {}};
}

}  // namespace

Dialled dialled(const fs::path& root, const std::string& device) {
  const std::string folder = "/sys/class/net/" + device;
  const std::string devtype = read_line(root, folder + "/uevent").value_or("");
  const std::string type = read_line(root, folder + "/type").value_or("");
  if (device.starts_with("ppp") || devtype == "DEVTYPE=ppp") return dialled_ppp(root, device);
  // 464XLAT carries IPv4 over a line that has IPv6 alone (RFC 6877); clatd and NetworkManager call it so.
  if (device.starts_with("clat") || device.starts_with("v4-") || device.starts_with("464")) {
    const std::vector<std::string> below = default_route_devices_v6(root);
    return {Dialled::Is::line, below.empty() ? std::string() : below.front()};
  }
  // 6in4 carries IPv6 over a line that has IPv4 alone (RFC 4213).
  if (type == std::to_string(ARPHRD_SIT)) {
    for (const std::string& below : default_route_devices(root)) {
      if (below != device) return {Dialled::Is::line, below};
    }
    return {Dialled::Is::line, {}};
  }
  // DS-Lite carries IPv4 over a line that has IPv6 alone (RFC 6333); companies use such tunnels, too.
  if (type == std::to_string(ARPHRD_TUNNEL6)) return {Dialled::Is::unclear, {}};
  return {Dialled::Is::vpn, {}};
}

}  // namespace deskready::network
