#include "probes/network/responder/serving.h"

#include "probes/machine/clocks.h"

namespace deskready::network {

LoadLimits limits_of(const ResponderOptions& options) {
  return {static_cast<std::size_t>(std::max(options.max_sessions, 0)), options.max_session_rate,
          options.max_address_rate > 0 ? options.max_address_rate : 2 * options.max_session_rate};
}

std::size_t connections_for(const ResponderOptions& options) {
  return std::max<std::size_t>(2000, 4 * limits_of(options).sessions);
}

Unchanged Serving::take_over(ResponderOptions next) {
  Unchanged unchanged;
  const auto keep = [&](const char* option, auto& wanted, const auto& own) {
    if (wanted != own && (unchanged.empty() || unchanged.back() != option)) unchanged.push_back(option);
    wanted = own;
  };
  constexpr const char* listen = "--listen";
  constexpr const char* metrics = "--metrics";
  keep(listen, next.address, options.address);
  keep(listen, next.port, options.port);
  keep(metrics, next.metrics_address, options.metrics_address);
  keep(metrics, next.metrics_port, options.metrics_port);
  keep("--secret-file", next.secret, options.secret);
  next.on_session = options.on_session;
  options = std::move(next);
  occupancy.set_limits(limits_of(options));
  connections.set_most(connections_for(options));
  return unchanged;
}

std::optional<Refusal> Serving::no_session(const Networks& networks, std::int64_t lifetime_seconds) {
  const std::int64_t now = monotonic_ns();
  if (figures.draining) return Refusal::draining;
  if (!occupancy.has_room(networks, now)) return Refusal::full;
  // One that nobody loads is late by what else its computer does.
  const bool loaded = occupancy.sessions() > 0 || strain.answers_many();
  if (loaded && strain.strained(now)) return Refusal::strained;
  const std::int64_t wall = realtime_ns();
  const std::int64_t expires = wall + lifetime_seconds * 1'000'000'000;
  if (grants.take(networks, wall, expires)) return std::nullopt;
  return Refusal::too_many_of_network;
}

}  // namespace deskready::network
