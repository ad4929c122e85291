// Probe network.call_stream: delay, jitter, loss and call quality from a stream like a call's.
#pragma once

#include "probes/probe.h"

namespace deskready::network {

/// Sends 350 packets/s, of which each seventh (20 ms) is as large as a G.711 packet with RTP and the others
/// are small: the former for delay, jitter and call quality, all for loss. Quick: at least 6 s where loss or
/// call quality is asked (else 2 s), then until every question is decided, at most 7 s. Full: 20 s.
Probe call_stream_probe();

}  // namespace deskready::network
