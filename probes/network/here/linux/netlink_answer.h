// What rtnetlink's answers say (rtnetlink(7)). Pure but for the names of devices; nothing here reads beyond
// the bytes, whatever they say.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready::network {

/// Texts are empty where the answer does not say, or names a device that this computer does not have.
struct RouteAnswer {
  std::string device;
  std::string gateway;  ///< numeric
};

/// Of an answer to RTM_GETROUTE, header included; `family` is AF_INET or AF_INET6.
RouteAnswer route_in(std::string_view answer, int family);

/// Of an answer to RTM_GETLINK.
struct LinkAnswer {
  std::string kind;       ///< "tun", "veth", "wireguard"; empty for physical devices
  unsigned arp_type = 0;  ///< ARPHRD_…
};
std::optional<LinkAnswer> link_in(std::string_view answer);

}  // namespace deskready::network
