// Probe network.throughput: download and upload over TCP, with the delay under each.
#pragma once

#include "probes/probe.h"

namespace deskready::network {

/// Quick: offered at 1.1 x the highest limit, paced by the sender, at most 3 s a direction or seven batches,
/// less when decided; then a line that keeps up is `at_least`. Without a limit as fast as it goes. Full
/// depth: as fast as it goes, until the rate is known to 1 %, at most 5 s. Rates are payload; upload is what
/// the far end counted. A batch is four round trips, 0.1 to 0.5 s. Delay is that of the steady part, 50
/// packets a second, and beside it the delay to the router. What was disturbed is measured once more.
Probe throughput_probe();

}  // namespace deskready::network
