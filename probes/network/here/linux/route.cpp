#include "probes/network/here/route.h"

#include <arpa/inet.h>
#include <net/if.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "probes/detail.h"
#include "probes/network/here/linux/netlink.h"

namespace deskready::network {
namespace {

struct DefaultRoute {
  std::string device;
  std::string gateway;
  unsigned metric = 0;
};

std::string gateway_text(const std::string& hex) {
  // /proc prints the address as one number in host order of its network-order bytes.
  in_addr address{};
  try {
    address.s_addr = static_cast<in_addr_t>(std::stoul(hex, nullptr, 16));
  } catch (const std::exception&) {
    return {};
  }
  std::array<char, INET_ADDRSTRLEN> text{};
  if (address.s_addr == 0 || inet_ntop(AF_INET, &address, text.data(), text.size()) == nullptr) return {};
  return text.data();
}

std::vector<DefaultRoute> default_routes(const std::filesystem::path& root) {
  std::ifstream file(root / "proc/net/route");
  std::vector<DefaultRoute> routes;
  std::string line;
  std::getline(file, line);  // the heading
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string device, destination, gateway, mask;
    unsigned flags = 0, references = 0, uses = 0, metric = 0;
    words >> device >> destination >> gateway >> std::hex >> flags >> std::dec >> references >> uses >>
        metric >> mask;
    constexpr unsigned up = 1, reject = 0x200;
    if (!words || destination != "00000000" || mask != "00000000") continue;
    if ((flags & up) == 0 || (flags & reject) != 0) continue;
    routes.push_back({device, gateway_text(gateway), metric});
  }
  std::stable_sort(routes.begin(), routes.end(),
                   [](const DefaultRoute& a, const DefaultRoute& b) { return a.metric < b.metric; });
  return routes;
}

/// Of an answer to RTM_GETROUTE.
Route route_in(const std::vector<char>& answer, int family) {
  Route route;
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
    if (header.rta_type == RTA_GATEWAY && length >= (family == AF_INET ? 4U : 16U)) {
      std::array<char, INET6_ADDRSTRLEN> text{};
      if (inet_ntop(family, data, text.data(), text.size()) != nullptr) route.gateway = text.data();
    }
    at += RTA_ALIGN(header.rta_len);
  }
  return route;
}

}  // namespace

std::vector<std::string> default_route_devices(const std::filesystem::path& root) {
  std::vector<std::string> devices;
  for (const DefaultRoute& route : default_routes(root)) {
    if (std::find(devices.begin(), devices.end(), route.device) == devices.end())
      devices.push_back(route.device);
  }
  return devices;
}

std::string gateway_of(const std::filesystem::path& root, const std::string& device) {
  for (const DefaultRoute& route : default_routes(root)) {
    if (route.device == device && !route.gateway.empty()) return route.gateway;
  }
  return {};
}

tl::expected<Route, Explanation> route_to(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  rtmsg body{};
  std::size_t size = 0;
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) {
    body.rtm_family = AF_INET;
    size = 4;
  } else if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) {
    body.rtm_family = AF_INET6;
    size = 16;
  } else {
    return tl::unexpected(Explanation(Detail::far_end_address_unread));
  }
  body.rtm_dst_len = static_cast<unsigned char>(size * 8);
  NetlinkRequest request(RTM_GETROUTE, body);
  request.attribute(RTA_DST, bytes.data(), size);
  const auto answer = request.ask();
  if (!answer) return tl::unexpected(Explanation(SystemText(answer.error())));
  Route route = route_in(*answer, body.rtm_family);
  if (route.device.empty()) return tl::unexpected(Explanation(Detail::route_without_device));
  return route;
}

tl::expected<std::string, Explanation> route_device(const std::string& address) {
  auto route = route_to(address);
  if (!route) return tl::unexpected(route.error());
  return std::move(route->device);
}

}  // namespace deskready::network
