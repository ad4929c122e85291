#include "probes/network/line/packets/clock_offset.h"

#include <algorithm>

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

}  // namespace deskready::network
