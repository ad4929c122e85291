#include "probes/network/responder/serving.h"

#include "probes/machine/clocks.h"

namespace deskready::network {

LoadLimits limits_of(const ResponderOptions& options) {
  return {static_cast<std::size_t>(std::max(options.max_sessions, 0)), options.max_session_rate,
          options.max_address_rate > 0 ? options.max_address_rate : 2 * options.max_session_rate};
}

std::int64_t unix_seconds() {
  return realtime_ns() / 1'000'000'000;
}

const char* Serving::no_session(const Networks& networks, std::int64_t lifetime_seconds) {
  const std::int64_t now = monotonic_ns();
  if (figures.draining) return "draining";
  if (!occupancy.has_room(networks, now)) return "full";
  if (occupancy.sessions() > 0 && strain.strained(now)) return "strained";
  const std::int64_t wall = realtime_ns();
  const std::int64_t expires = wall + lifetime_seconds * 1'000'000'000;
  return grants.take(networks, wall, expires) ? nullptr : "too_many_of_network";
}

}  // namespace deskready::network
