#include "probes/network/here/route.h"

#include <algorithm>
#include <sstream>

#include "probes/detail.h"
#include "probes/machine/files.h"
#include "probes/network/here/linux/netlink.h"
#include "probes/network/here/linux/netlink_answer.h"
#include "probes/network/sockets/linux/socket_address.h"

namespace deskready::network {
namespace {

struct DefaultRoute {
  std::string device;
  std::string gateway;
  unsigned metric = 0;
};

std::string gateway_text(const std::string& hex) {
  // /proc prints the address as one number in host order of its network-order bytes.
  std::uint32_t number = 0;
  try {
    number = static_cast<std::uint32_t>(std::stoul(hex, nullptr, 16));
  } catch (const std::exception&) {
    return {};
  }
  return number == 0 ? std::string()
                     : numeric({reinterpret_cast<const unsigned char*>(&number), sizeof number});
}

struct Row {
  std::string device, destination, gateway, mask;
  unsigned metric = 0;
};

/// The rows of /proc/net/route that are up and lead somewhere.
std::vector<Row> rows(const std::filesystem::path& root) {
  std::istringstream file(read_text(root, "/proc/net/route").value_or(""));
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);  // the heading
  while (std::getline(file, line)) {
    std::istringstream words(line);
    Row row;
    unsigned flags = 0, references = 0, uses = 0;
    words >> row.device >> row.destination >> row.gateway >> std::hex >> flags >> std::dec >> references >>
        uses >> row.metric >> row.mask;
    constexpr unsigned up = 1, reject = 0x200;
    if (words && (flags & up) != 0 && (flags & reject) == 0) rows.push_back(row);
  }
  return rows;
}

/// 0.0.0.0/1 and 128.0.0.0/1 over one device are more than a default route: each is narrower.
bool has_both_halves(const std::vector<Row>& all, const std::string& device) {
  const auto half = [&](std::string_view destination) {
    return std::any_of(all.begin(), all.end(), [&](const Row& row) {
      return row.device == device && row.destination == destination && row.mask == "00000080";
    });
  };
  return half("00000000") && half("00000080");
}

std::vector<DefaultRoute> default_routes(const std::filesystem::path& root) {
  const std::vector<Row> all = rows(root);
  std::vector<DefaultRoute> halves, routes;
  for (const Row& row : all) {
    if (row.destination != "00000000") continue;
    const DefaultRoute route{row.device, gateway_text(row.gateway), row.metric};
    if (row.mask == "00000000") routes.push_back(route);
    if (row.mask == "00000080" && has_both_halves(all, row.device)) halves.push_back(route);
  }
  std::stable_sort(routes.begin(), routes.end(),
                   [](const DefaultRoute& a, const DefaultRoute& b) { return a.metric < b.metric; });
  routes.insert(routes.begin(), halves.begin(), halves.end());
  return routes;
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

std::vector<std::string> default_route_devices_v6(const std::filesystem::path& root) {
  std::istringstream file(read_text(root, "/proc/net/ipv6_route").value_or(""));
  std::vector<std::pair<unsigned, std::string>> found;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string destination, source, source_length, gateway, device;
    unsigned length = 1, metric = 0, references = 0, uses = 0, flags = 0;
    words >> destination >> std::hex >> length >> source >> source_length >> gateway >> metric >>
        references >> uses >> flags >> device;
    constexpr unsigned up = 1, reject = 0x200;
    if (!words || length != 0 || device == "lo") continue;
    if ((flags & up) != 0 && (flags & reject) == 0) found.emplace_back(metric, device);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> devices;
  for (const auto& [metric, device] : found) devices.push_back(device);
  return devices;
}

bool has_route_beside(const std::filesystem::path& root, const std::string& device) {
  const std::vector<Row> all = rows(root);
  return std::any_of(all.begin(), all.end(), [&](const Row& row) {
    return row.device != device && row.mask == "FFFFFFFF" && row.gateway != "00000000";
  });
}

std::string gateway_of(const std::filesystem::path& root, const std::string& device) {
  for (const DefaultRoute& route : default_routes(root)) {
    if (route.device == device && !route.gateway.empty()) return route.gateway;
  }
  return {};
}

tl::expected<Route, Explanation> route_to(const std::string& address) {
  const auto to = socket_address(address, 0);
  if (!to) return tl::unexpected(Explanation(Detail::far_end_address_unread));
  const auto octets = octets_of(*to);
  rtmsg body{};
  body.rtm_family = static_cast<unsigned char>(to->family());
  body.rtm_dst_len = static_cast<unsigned char>(octets.size() * 8);
  NetlinkRequest request(RTM_GETROUTE, body);
  request.attribute(RTA_DST, octets.data(), octets.size());
  const auto answer = request.ask();
  if (!answer) return tl::unexpected(Explanation(SystemText(answer.error())));
  auto route = route_in({answer->data(), answer->size()}, body.rtm_family);
  if (route.device.empty()) return tl::unexpected(Explanation(Detail::route_without_device));
  return Route{std::move(route.device), std::move(route.gateway)};
}

tl::expected<std::string, Explanation> route_device(const std::string& address) {
  auto route = route_to(address);
  if (!route) return tl::unexpected(route.error());
  return std::move(route->device);
}

}  // namespace deskready::network
