// Probe network.throughput: download and upload over TCP, with the delay under each.
#pragma once

#include "probes/probe.h"

namespace deskready::network {

/// Quick: offered at 1.25 x the highest limit, paced by the sender, 3 s a direction or six batches, less when
/// decided; then a line that keeps up is `at_least`. Without a limit, and at full depth (8 s), as fast as it
/// goes. Rates are payload; upload is what the far end counted.
Probe throughput_probe();

}  // namespace deskready::network
