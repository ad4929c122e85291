// The probe of whether the targets of specs can be reached.
#pragma once

#include "probes/probe.h"

namespace deskready::network::reach {

/// "network.reach". Each pair of host and port is tried once, whichever targets name it. Before it looks a
/// host up or sends anything to it, it holds the pairs against the limits of reach.h; what is sent against
/// that of an hour, see sent_lately.h.
Probe reach_probe();

}  // namespace deskready::network::reach
