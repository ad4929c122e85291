#include "probes/network/responder/connections.h"

#include <algorithm>
#include <map>
#include <utility>

namespace deskready::network {

Connections::Place::Place(Connections& all, const std::string& address, const Networks& networks,
                          std::int64_t now_ns, std::function<void()> drop)
    : all_(all),
      entry_(all.entries_.insert(all.entries_.end(), Entry{address, networks, now_ns, std::move(drop)})) {
  taken_ = all_.shares_.take(networks) || (all_.make_room(*entry_) && all_.shares_.take(networks));
  entry_->holds = taken_;
}

Connections::Place::~Place() {
  if (entry_->holds) all_.shares_.give_back(entry_->networks);
  all_.entries_.erase(entry_);
}

bool Connections::make_room(const Place::Entry& newcomer) {
  const Networks& own = newcomer.networks;
  // The share that is used up decides among whom: the narrowest that may be it.
  const auto candidate = [&](const Place::Entry& entry, int breadth) {
    if (!entry.waits || !entry.holds) return false;
    if (breadth == 0) return entry.networks.narrow == own.narrow;
    if (breadth == 1) return own.wide && entry.networks.wide == own.wide;
    return true;
  };
  for (int breadth = 0; breadth <= 2; ++breadth) {
    std::map<std::string, std::pair<std::size_t, Place::Entry*>> waiting;
    for (Place::Entry& entry : entries_) {
      if (!candidate(entry, breadth)) continue;
      auto& [count, oldest] = waiting[entry.address];
      if (count++ == 0) oldest = &entry;
    }
    const auto greediest = std::max_element(waiting.begin(), waiting.end(), [](const auto& a, const auto& b) {
      return a.second.first < b.second.first;
    });
    if (greediest == waiting.end()) continue;
    auto& [count, oldest] = greediest->second;
    if (count < many && newcomer.since_ns - oldest->since_ns < grace_ns) continue;
    oldest->holds = false;
    shares_.give_back(oldest->networks);
    std::exchange(oldest->drop, nullptr)();
    if (shares_.has_room(own)) return true;
  }
  return false;
}

}  // namespace deskready::network
