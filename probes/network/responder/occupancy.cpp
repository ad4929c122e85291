#include "probes/network/responder/occupancy.h"

namespace deskready::network {

bool Occupancy::has_room(std::int64_t now_seconds) {
  forget_ended(now_seconds);
  return places_.size() < most_sessions_;
}

bool Occupancy::begin(std::uint16_t ssid, std::int64_t now_seconds) {
  const bool room = has_room(now_seconds);
  const auto place = places_.find(ssid);
  if (place == places_.end()) {
    if (!room) return false;
    places_[ssid].running = 1;
    return true;
  }
  if (place->second.running >= most_connections) return false;
  ++place->second.running;
  return true;
}

void Occupancy::end(std::uint16_t ssid, std::int64_t now_seconds) {
  Place& place = places_[ssid];
  --place.running;
  place.ended = now_seconds;
}

void Occupancy::forget_ended(std::int64_t now_seconds) {
  std::erase_if(places_, [&](const auto& entry) {
    return entry.second.running == 0 && now_seconds - entry.second.ended >= kept_seconds;
  });
}

}  // namespace deskready::network
