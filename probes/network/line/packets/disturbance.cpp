#include "probes/network/line/packets/disturbance.h"

#include <algorithm>

#include "probes/machine/clocks.h"
#include "probes/machine/line_counters.h"
#include "probes/machine/processor_wait.h"

namespace deskready::network {

std::optional<Taint> taint_of(const Disturbance& disturbance, double own_rate) {
  constexpr double least_rate = 1e6, least_share = 0.1, least_waiting = 0.2;
  if (disturbance.paused) return Taint::paused;
  if (disturbance.other_rate >= std::max(least_rate, least_share * own_rate)) return Taint::other_traffic;
  return disturbance.waited >= least_waiting ? std::optional(Taint::busy_computer) : std::nullopt;
}

DisturbanceWatch::DisturbanceWatch(std::filesystem::path root, std::string device)
    : root_(std::move(root)),
      device_(std::move(device)),
      bytes_(device_bytes(root_, device_)),
      waited_(processor_wait()),
      began_ns_(monotonic_ns()),
      halts_(halts()) {}

Disturbance DisturbanceWatch::until_now(std::uint64_t own_bytes) const {
  Disturbance disturbance;
  const double seconds = std::max(1e-3, static_cast<double>(monotonic_ns() - began_ns_) / 1e9);
  const auto bytes = device_bytes(root_, device_);
  if (bytes && bytes_ && *bytes >= *bytes_ + own_bytes)
    disturbance.other_rate = static_cast<double>(*bytes - *bytes_ - own_bytes) * 8 / seconds;
  const auto waited = processor_wait();
  if (waited && waited_) disturbance.waited = std::clamp((*waited - *waited_) / seconds, 0.0, 1.0);
  const Halts now = halts();
  disturbance.paused = stopped_between(halts_, now) || slept_between(halts_, now);
  return disturbance;
}

}  // namespace deskready::network
