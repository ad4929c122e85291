// Probe network.call_stream: delay, jitter, loss and call quality from a stream like a call's.
#pragma once

#include "probes/probe.h"

namespace deskready::network {

/// Surveys the line, then sends 350 packets/s, of which each seventh (20 ms) is as large as a G.711 packet
/// with RTP and the others are small, or as many as `most_share` of the line allows (call_plan.h): the former
/// for delay, jitter and call quality, all for loss. Where the line turns out to carry less than was sent,
/// once more with fewer. Quick: at least 6 s where loss or call quality is asked (else 2 s), then until every
/// question is decided, at most 7 s. Full: 20 s.
Probe call_stream_probe();

}  // namespace deskready::network
