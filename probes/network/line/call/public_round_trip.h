// What the call stream's probe can show of a public speed test, which reflects no packets: the round trip.
#pragma once

#include "probes/network/far_end/far_end.h"
#include "probes/probe.h"

namespace deskready::network {

/// network.latency as the kernel times the TCP handshakes of 25 connections, 50 ms apart, held against the
/// time of an answer: where that takes longer, the interval reaches up to it, and where it takes far longer
/// somebody else took the connections (in_between). What else is asked is unmeasured (public_far_end).
Facts measure_public_round_trip(Context& context, const Session& session);

}  // namespace deskready::network
