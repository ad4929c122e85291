// The probe of whether the targets of specs can be reached.
#pragma once

#include <cstddef>

#include "probes/probe.h"

namespace deskready::network::reach {

/// "network.reach". Each pair of host and port is tried once, whichever targets name it. Before it looks a
/// host up or sends anything to it, it holds the pairs against the limits of reach.h.
Probe reach_probe();

/// Bytes that a run sends at most to find out what can be reached, whatever specs name.
inline constexpr std::size_t most_sent = 50'000;

}  // namespace deskready::network::reach
