// Tries to reach ports of hosts: looks the hosts up, then tries all ports.
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "config/spec/targets/reach.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/reach/tries.h"

namespace deskready::network::reach {

/// In the order of `reaches`, which has none twice. What may not be tried, by the limits of reach.h on ports
/// of a host and pairs of a run, is untold. Blocks for as long as hosts.h, connections.h and datagrams.h say.
std::vector<Tried> try_all(std::span<const Reach> reaches, NamedBy named_by, const Spend& spend,
                           const std::stop_token& stop);

}  // namespace deskready::network::reach
