#include "probes/network/responder/shares/occupancy.h"

#include <algorithm>
#include <utility>

#include "config/base/hex.h"

namespace deskready::network {

bool Occupancy::has_room(const Networks& networks, std::int64_t now_ns) {
  forget_ended(now_ns);
  return shares_.has_room(networks);
}

Admittance Occupancy::begin(const SessionId& session, const std::string& address, const Networks& networks,
                            std::uint64_t rate, std::int64_t now_ns) {
  forget_ended(now_ns);
  const Prefix& at = networks.narrow;
  auto found = held_.find(session);
  const bool has_place = found != held_.end();
  if (has_place && found->second.running >= most_connections) return Admittance::session_connections;
  const bool was_here = has_place && found->second.asked.contains(at);
  if (has_place && !was_here && found->second.asked.size() >= most_addresses)
    return Admittance::session_connections;
  const std::uint64_t most = has_place ? found->second.most : limits_.session_rate;
  const std::uint64_t asked = was_here ? found->second.asked.at(at) : 0;
  const std::uint64_t more = std::min(asked + rate, most) - std::min(asked, most);
  const auto known = addresses_.find(at);
  const std::uint64_t promised = known == addresses_.end() ? 0 : known->second.promised;
  // The first is served whatever it asks for: credit() holds it to the rate.
  if (promised > 0 && static_cast<double>(promised + more) > address_rate(networks))
    return Admittance::address_rate;
  if (!has_place) {
    if (!shares_.take(networks)) return Admittance::full;
    const Bucket own = bucket_of(static_cast<double>(most));
    found = held_
                .emplace(
                    session,
                    Held{networks, most, 0, 0, {}, own, own, SessionRecord{hex_of(session), address, now_ns}})
                .first;
  }
  const Bucket shared = bucket_of(address_rate(networks));
  Address& here = addresses_.try_emplace(at, Address{0, 0, shared, shared}).first->second;
  if (!was_here) ++here.places;
  here.promised += more;
  found->second.asked[at] += rate;
  ++found->second.running;
  ++found->second.record.transfers;
  return Admittance::granted;
}

void Occupancy::end(const SessionId& session, const Prefix& at, std::uint64_t rate, std::int64_t now_ns) {
  Held& held = held_.at(session);
  --held.running;
  held.ended_ns = now_ns;
  std::uint64_t& asked = held.asked.at(at);
  const std::uint64_t before = std::min(asked, held.most);
  asked -= rate;
  addresses_.at(at).promised -= before - std::min(asked, held.most);
}

std::size_t Occupancy::credit(const SessionId& session, const Prefix& at, Way way, std::int64_t now_ns) {
  Held& held = held_.at(session);
  Address& address = addresses_.at(at);
  const double own = (way == Way::down ? held.down : held.up).level(now_ns);
  const double shared = (way == Way::down ? address.down : address.up).level(now_ns);
  return static_cast<std::size_t>(std::max(std::min(own, shared), 0.0));
}

void Occupancy::spend(const SessionId& session, const Prefix& at, Way way, std::size_t bytes) {
  Held& held = held_.at(session);
  Address& address = addresses_.at(at);
  (way == Way::down ? held.record.bytes_down : held.record.bytes_up) += bytes;
  (way == Way::down ? held.down : held.up).spend(static_cast<double>(bytes));
  (way == Way::down ? address.down : address.up).spend(static_cast<double>(bytes));
}

std::vector<SessionRecord> Occupancy::take_ended(std::int64_t now_ns) {
  forget_ended(now_ns);
  return std::exchange(ended_, {});
}

void Occupancy::set_limits(const LoadLimits& limits) {
  limits_ = limits;
  shares_.set_places(limits.sessions);
}

void Occupancy::forget_ended(std::int64_t now_ns) {
  std::erase_if(held_, [&](const auto& entry) {
    const Held& held = entry.second;
    if (held.running > 0 || now_ns - held.ended_ns < kept_ns) return false;
    shares_.give_back(held.networks);
    for (const auto& [at, asked] : held.asked) {
      const auto address = addresses_.find(at);
      if (--address->second.places == 0) addresses_.erase(address);
    }
    ended_.push_back(held.record);
    ended_.back().seconds = static_cast<double>(held.ended_ns - held.record.began) / 1e9;
    return true;
  });
}

}  // namespace deskready::network
