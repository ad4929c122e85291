#include "probes/network/line/packets/clock_offset.h"

#include <algorithm>

#include "config/base/json_read.h"

namespace deskready::network {

std::optional<ClockOffset> clock_offset(const StreamRecord& record, double wall_of_monotonic) {
  std::optional<ClockOffset> best;
  std::size_t samples = 0;
  for (const StreamPacket& packet : after_last_clock_step(record.packets)) {
    if (!packet.answered) continue;
    ++samples;
    const double trip = round_trip(packet);
    if (best && trip / 2 >= best->within) continue;
    const double here = record.began + wall_of_monotonic + (packet.sent + packet.back) / 2;
    const double there = record.far_began + (packet.reached + packet.left) / 2;
    best = ClockOffset{here - there, trip / 2, 0};
  }
  if (best) best->samples = samples;
  return best;
}

void note_clock(const ClockOffset& offset, nlohmann::json& detail) {
  detail["clock_offset"] = offset.seconds;
  detail["clock_within"] = offset.within;
  detail["clock_samples"] = offset.samples;
}

std::optional<ClockOffset> noted_clock(const nlohmann::json& detail) {
  // The figure may come out of a file.
  const auto seconds = number_of(detail, "clock_offset"), within = number_of(detail, "clock_within");
  const auto samples = count_of(detail, "clock_samples");
  if (!seconds || !within || !samples) return std::nullopt;
  return ClockOffset{*seconds, *within, static_cast<std::size_t>(*samples)};
}

}  // namespace deskready::network
