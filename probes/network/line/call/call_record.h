// What was recorded of a simulated call.
#pragma once

#include <string>

#include "probes/fact.h"
#include "probes/network/line/packets/disturbance.h"
#include "probes/network/line/packets/stream_record.h"

namespace deskready::network {

struct CallRecord {
  StreamRecord call;   ///< 20 ms, as large as a G.711 packet: delay, jitter, delay variation
  StreamRecord dense;  ///< for loss; every `call_every`th of its packets is the call's
  std::size_t call_every = 1;
  std::size_t calls = 1;  ///< at once; of each `call_every` packets so many are of calls, the first of `call`
  std::size_t calls_asked = 1;
  double line_rate = 0;  ///< bit/s of IP packets, of a line too slow for the whole stream; else 0
  double call_rate = 0;  ///< bit/s of IP packets, each way, of one call
  Disturbance disturbance;
  int looks = 1;               ///< the most often that somebody looks at the figures so far and may stop
  bool kernel_stamps = false;  ///< else the program's
  std::string protocol = "STAMP";
  WallTime at{};
  Cost cost;
};

}  // namespace deskready::network
