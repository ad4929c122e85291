#include "probes/network/responder/shares/connections.h"

#include <algorithm>
#include <map>
#include <string_view>
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
  // The share that is used up decides among whom: the narrowest that may be it.
  for (const Among among : {Among::narrow, Among::wide, Among::all}) {
    while (!shares_.has_room(newcomer.networks)) {
      Place::Entry* entry = droppable(newcomer, among);
      if (entry == nullptr) break;
      entry->holds = false;
      shares_.give_back(entry->networks);
      std::exchange(entry->drop, nullptr)();
    }
  }
  return shares_.has_room(newcomer.networks);
}

Connections::Place::Entry* Connections::droppable(const Place::Entry& newcomer, Among among) {
  const Networks& own = newcomer.networks;
  const auto candidate = [&](const Place::Entry& entry) {
    if (!entry.waits || !entry.holds) return false;
    if (among == Among::narrow) return entry.networks.narrow == own.narrow;
    return among == Among::all || (own.wide && entry.networks.wide == own.wide);
  };
  struct Waiting {
    std::size_t count = 0;
    Place::Entry* oldest = nullptr;
  };
  std::map<std::string_view, Waiting> waiting;
  for (Place::Entry& entry : entries_) {
    if (!candidate(entry)) continue;
    Waiting& of_address = waiting[entry.address];
    if (of_address.count++ == 0) of_address.oldest = &entry;
  }
  const auto greediest = std::max_element(waiting.begin(), waiting.end(), [](const auto& a, const auto& b) {
    return a.second.count < b.second.count;
  });
  if (greediest == waiting.end()) return nullptr;
  const auto& [count, oldest] = greediest->second;
  return count >= many || newcomer.since_ns - oldest->since_ns >= grace_ns ? oldest : nullptr;
}

}  // namespace deskready::network
