#include "probes/network/reach/reaching.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "probes/detail.h"
#include "probes/network/reach/connections.h"
#include "probes/network/reach/datagrams.h"
#include "probes/network/reach/hosts.h"

namespace deskready::network::reach {
namespace {

/// Says of those that are too many why they are not tried.
void hold_to_limits(std::vector<Tried>& all) {
  std::map<std::string, std::set<std::pair<ReachBy, std::uint16_t>>> ports;
  std::size_t pairs = 0;
  for (Tried& one : all) {
    auto& own = ports[one.reach.place.host];
    if (pairs >= most_reach_pairs) {
      one.untold = unmeasured(Cause::budget, {Detail::pairs_too_many, {{"count", most_reach_pairs}}});
    } else if (own.size() >= most_reach_ports) {
      one.untold = unmeasured(Cause::budget, {Detail::ports_too_many, {{"count", most_reach_ports}}});
    } else {
      own.emplace(one.reach.by, one.reach.place.port);
      ++pairs;
    }
  }
}

std::vector<std::string> hosts_of(const std::vector<Tried>& all) {
  std::vector<std::string> hosts;
  for (const Tried& one : all) {
    const std::string& host = one.reach.place.host;
    if (!one.untold && std::find(hosts.begin(), hosts.end(), host) == hosts.end()) hosts.push_back(host);
  }
  return hosts;
}

}  // namespace

std::vector<Tried> try_all(std::span<const Reach> reaches, NamedBy named_by, const Spend& spend,
                           const std::stop_token& stop) {
  std::vector<Tried> all;
  for (const Reach& reach : reaches) all.push_back({.reach = reach});
  hold_to_limits(all);
  const std::map<std::string, Found> found = look_up(hosts_of(all), named_by, stop);
  std::vector<Try> connections, datagrams;
  for (Tried& one : all) {
    if (one.untold) continue;
    const Found& places = found.at(one.reach.place.host);
    if (!places) {
      one.untold = places.error();
      continue;
    }
    std::vector<HostPort> own = *places;
    for (HostPort& place : own) place.port = one.reach.place.port;
    (by_connection(one.reach.by) ? connections : datagrams).push_back({one, std::move(own)});
  }
  if (!datagrams.empty()) try_datagrams(datagrams, spend, stop);
  if (!connections.empty()) try_connections(connections, spend, stop);
  return all;
}

}  // namespace deskready::network::reach
