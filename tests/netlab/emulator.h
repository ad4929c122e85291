// Moves packets between two TUN devices through two link models, until told to stop.
#pragma once

#include "tests/netlab/link_model.h"
#include "tests/netlab/packet_log.h"

namespace netlab {

/// The line and the home network before it, which ends at a router that answers echo requests.
struct Lines {
  LineOptions up, down;
  LineOptions home_up, home_down;
  bool block_udp = false;
  /// Bytes of IP; larger packets vanish on the line and nobody is told, as on a path with a smaller MTU whose
  /// ICMP is filtered. 0 is none.
  double drop_above = 0;
};

/// Runs in the calling thread until the file `end` is readable; what is on the line then is dropped. `home`
/// and `far` are TUN files; up is from home to far. What is for the router passes the home network only; the
/// log's times and fates are those of both together.
void emulate(int home, int far, const Lines& lines, PacketLog& log, int end);

}  // namespace netlab
