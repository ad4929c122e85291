// Whether a line that carries small packets loses large ones: a path with a smaller MTU that tells nobody
// (RFC 2923, "black hole").
#pragma once

#include <stop_token>
#include <string>

#include "probes/network/far_end/session.h"

namespace deskready::network {

/// Segments that pass every IPv4 line and every IPv6 line (RFC 9293 section 3.7.1).
inline constexpr int small_segment = 536;

/// To be asked after a transfer that brought nothing: whether one in small segments goes through in that
/// direction and then one in large ones still does not. At most 20 kB and 8 s. Blocks.
bool loses_large_packets(const Session& session, bool up, const std::stop_token& stop);

}  // namespace deskready::network
