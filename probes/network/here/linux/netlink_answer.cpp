#include "probes/network/here/linux/netlink_answer.h"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <array>
#include <cstring>

#include "probes/network/sockets/linux/socket_address.h"

namespace deskready::network {
namespace {

/// IFLA_INFO_KIND of the attributes of a link: "tun", "veth", "wireguard"; empty for physical devices.
std::string info_kind(std::string_view bytes) {
  std::size_t at = 0;
  while (at + sizeof(rtattr) <= bytes.size()) {
    rtattr header{};
    std::memcpy(&header, bytes.data() + at, sizeof(header));
    if (header.rta_len < sizeof(rtattr) || at + header.rta_len > bytes.size()) break;
    const char* data = bytes.data() + at + RTA_LENGTH(0);
    const std::size_t length = header.rta_len - RTA_LENGTH(0);
    const int type = header.rta_type & NLA_TYPE_MASK;
    if (type == IFLA_LINKINFO) {
      rtattr inner{};
      if (length < sizeof(inner)) break;
      std::memcpy(&inner, data, sizeof(inner));
      if (inner.rta_type != IFLA_INFO_KIND || inner.rta_len < RTA_LENGTH(0) || inner.rta_len > length) break;
      return std::string(data + RTA_LENGTH(0), strnlen(data + RTA_LENGTH(0), inner.rta_len - RTA_LENGTH(0)));
    }
    at += RTA_ALIGN(header.rta_len);
  }
  return {};
}

}  // namespace

RouteAnswer route_in(std::string_view answer, int family) {
  RouteAnswer route;
  std::size_t at = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(rtmsg));
  while (at + sizeof(rtattr) <= answer.size()) {
    rtattr header{};
    std::memcpy(&header, answer.data() + at, sizeof(header));
    if (header.rta_len < sizeof(rtattr) || at + header.rta_len > answer.size()) break;
    const char* data = answer.data() + at + RTA_LENGTH(0);
    const std::size_t length = header.rta_len - RTA_LENGTH(0);
    if (header.rta_type == RTA_OIF && length >= sizeof(unsigned)) {
      unsigned index = 0;
      std::memcpy(&index, data, sizeof(index));
      std::array<char, IF_NAMESIZE> name{};
      if (if_indextoname(index, name.data()) != nullptr) route.device = name.data();
    }
    if (const std::size_t size = family == AF_INET ? 4 : 16; header.rta_type == RTA_GATEWAY && length >= size)
      route.gateway = numeric({reinterpret_cast<const unsigned char*>(data), size});
    at += RTA_ALIGN(header.rta_len);
  }
  return route;
}

std::optional<LinkAnswer> link_in(std::string_view answer) {
  constexpr std::size_t head = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(ifinfomsg));
  if (answer.size() < head) return std::nullopt;
  ifinfomsg body{};
  std::memcpy(&body, answer.data() + NLMSG_HDRLEN, sizeof(body));
  return LinkAnswer{info_kind(answer.substr(head)), body.ifi_type};
}

}  // namespace deskready::network
