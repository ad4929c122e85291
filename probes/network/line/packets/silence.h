// Why no packet comes back.
#pragma once

#include "probes/fact.h"
#include "probes/network/far_end/still_there.h"

namespace deskready::network {

struct Silence {
  OverTcp tcp = OverTcp::silent;  ///< asked after the packets
  bool refused = false;           ///< a machine on the way or the far end's sent back that the port is closed
  bool other_place = false;       ///< the far end names another address or port for UDP than TCP's
};

/// "UDP is blocked" only where nothing else explains it: the session is served over TCP, and packets went to
/// where TCP goes and were not refused. The cause is far_end_failed or far_end_busy.
Unmeasured why_silent(const Silence& silence);

}  // namespace deskready::network
