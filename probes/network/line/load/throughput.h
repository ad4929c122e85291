// Probe network.throughput: download and upload over TCP, with the delay under each.
#pragma once

#include "probes/probe.h"

namespace deskready::network {

/// Quick: offered at 1.1 x the highest limit, paced by the sender, at most 3 s a direction beyond slow start
/// (of which 2 s at most), less when decided; a line that keeps up is `at_least`. Without a limit as fast as
/// it goes. Full depth: as fast as it goes, until the rate is known to 1 %, at most 4.4 s. Rates are payload;
/// upload is what the far end's TCP acknowledged. A batch is four round trips, 0.1 to 0.4 s. Delay is that of
/// the steady part, 50 packets a second, and beside it the delay to the router; detail has what the load adds
/// in each direction. A line that goes as fast as it can and changes from batch to batch is looked at again:
/// its first load ends after half a second, and the two directions take turns, each with up to five more
/// loads of 0.4 s, one at random in each of equal parts of 1.15 times the time that one load would have
/// taken. The rate is then the mean from the first load to the last (strata.h). What was disturbed is
/// measured once more. One connection; where no queue grows, less comes than could and a question is open,
/// eight are tried, and shown when they bring a tenth more.
Probe throughput_probe();

}  // namespace deskready::network
