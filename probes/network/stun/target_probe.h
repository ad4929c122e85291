// The probe of the line to the servers that specs name in [targets], by STUN.
#pragma once

#include "probes/probe.h"

namespace deskready::network::stun {

/// "network.targets". Servers that several targets name are asked once.
Probe target_probe();

/// So many servers are asked in a pass at most, whatever specs name: no spec makes agents into port scanners.
inline constexpr std::size_t most_servers = 8;

}  // namespace deskready::network::stun
