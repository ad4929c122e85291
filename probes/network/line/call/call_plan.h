// Which packets a simulated call sends, for which questions, over a line that carries so much. Pure.
#pragma once

#include <span>

#include "probes/network/line/packets/packet_stream.h"
#include "probes/probe.h"

namespace deskready::network {

struct CallPlan {
  StreamPlan stream;
  double least_seconds = 2;  ///< before anybody looks whether it is enough
  std::size_t calls_asked = 1;
  double line_rate = 0;  ///< bit/s of IP packets, of a line too slow for the whole stream; else 0
};

/// Bit/s of IP packets, each way, of one call: 20 ms of G.711.
double bits_of_call(bool ipv6);

/// Bit/s that a line must carry for the whole stream to be `most_share` of it.
double bits_of_line_for_all(std::span<const Question> questions, bool ipv6);

/// 350 packets a second, of which each seventh (20 ms) is as large as a call's and the others are small. On
/// a line of which that is more than `most_share`: fewer small ones for 1.5 s more; below 0.4 Mbit/s (0.43
/// by IPv6) only such as a call's, and fewer. Several calls at once, where a spec asks for them, go as long
/// as the line carries them; one that does not has one. `carries`: as survey_line() found it; where it found
/// nothing, a modem's line is taken for granted.
CallPlan call_plan(std::span<const Question> questions, Depth depth, std::optional<double> carries,
                   bool ipv6);

/// Looks come twice a second from the least time on.
int looks_of(const CallPlan& plan);

}  // namespace deskready::network
