// The probe of the line to the servers that specs name in [targets], by STUN and TURN.
#pragma once

#include "probes/probe.h"

namespace deskready::network::targets {

/// "network.targets". A server that several targets name is asked once. Through a TURN server a call's
/// packets are relayed to this computer itself, 50 a second for 6 s; a STUN server is asked 60 times in 3 s.
Probe target_probe();

/// So many servers are asked in a pass at most, whatever specs name: no spec makes agents into port scanners.
inline constexpr std::size_t most_servers = 8;

}  // namespace deskready::network::targets
