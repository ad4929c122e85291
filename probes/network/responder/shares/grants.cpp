#include "probes/network/responder/shares/grants.h"

namespace deskready::network {

bool Grants::take(const Networks& networks, std::int64_t now_ns, std::int64_t expires_ns) {
  forget_expired(now_ns);
  // What is kept of a network goes with its last session: nothing of one that gets none.
  if (!shares_.has_room(networks)) return false;
  Bucket& asking = asking_.try_emplace(networks.narrow, a_second * networks.weight, at_once * networks.weight)
                       .first->second;
  if (!asking.take(1, now_ns) || !shares_.take(networks)) return false;
  living_.push({expires_ns, networks});
  return true;
}

std::size_t Grants::living(std::int64_t now_ns) {
  forget_expired(now_ns);
  return shares_.taken();
}

void Grants::forget_expired(std::int64_t now_ns) {
  while (!living_.empty() && living_.top().expires_ns < now_ns) {
    const Networks networks = living_.top().networks;
    living_.pop();
    shares_.give_back(networks);
    if (shares_.held_by(networks.narrow) == 0) asking_.erase(networks.narrow);
  }
}

}  // namespace deskready::network
