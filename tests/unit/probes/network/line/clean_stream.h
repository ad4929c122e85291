// Packets of a stream over a line that does nothing to them, for tests of what is made of a stream.
#pragma once

#include <cstddef>
#include <vector>

#include "probes/network/line/packets/stream_record.h"

namespace deskready::network {

/// Packets 20 ms apart over a line of 10 ms up and 15 ms down, clocks 1000 s apart, dwell time 2 ms.
inline std::vector<StreamPacket> clean(std::size_t count, double gap = 0.02) {
  std::vector<StreamPacket> packets(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double sent = static_cast<double>(i) * gap;
    packets[i] = {sent, 1000 + sent + 0.010,          1000 + sent + 0.012, sent + 0.027,
                  true, static_cast<std::uint32_t>(i)};
  }
  return packets;
}

/// The reflector's clock was set by `step` seconds 3 s after the stream began, between the two stamps of the
/// packet of that moment.
inline std::vector<StreamPacket> with_clock_step(std::vector<StreamPacket> packets, double step) {
  bool set = false;
  for (StreamPacket& packet : packets) {
    if (packet.sent < 3 - 1e-9) continue;
    packet.reached += set ? step : 0;
    packet.left += step;
    set = true;
  }
  return packets;
}

}  // namespace deskready::network
