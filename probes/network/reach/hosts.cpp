#include "probes/network/reach/hosts.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "probes/network/reach/tried.h"
#include "probes/network/stun/places.h"

namespace deskready::network::reach {
namespace {

constexpr std::size_t most_at_once = 8;

}  // namespace

std::map<std::string, Found> look_up(const std::vector<std::string>& hosts, NamedBy named_by,
                                     const std::stop_token& stop) {
  std::vector<Found> found(hosts.size());
  std::atomic<std::size_t> next = 0;
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < std::min(most_at_once, hosts.size()); ++i) {
      workers.emplace_back([&] {
        for (std::size_t mine = next++; mine < hosts.size(); mine = next++)
          found[mine] = stun::places_of({hosts[mine], 1}, named_by, most_addresses_tried, stop);
      });
    }
  }
  std::map<std::string, Found> by_host;
  for (std::size_t i = 0; i < hosts.size(); ++i) by_host.emplace(hosts[i], std::move(found[i]));
  return by_host;
}

}  // namespace deskready::network::reach
