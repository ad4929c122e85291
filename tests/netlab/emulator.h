// Moves packets between two TUN devices through two link models, until told to stop.
#pragma once

#include "tests/netlab/link_model.h"
#include "tests/netlab/packet_log.h"

namespace netlab {

/// Runs in the calling thread until the file `end` is readable; what is on the line then is dropped. `home`
/// and `far` are TUN files; up is from home to far. UDP is dropped when `block_udp`.
void emulate(int home, int far, const LineOptions& up, const LineOptions& down, bool block_udp,
             PacketLog& log, int end);

}  // namespace netlab
