// Sends an open-loop STAMP stream and collects what comes back. Packets leave on absolute CLOCK_MONOTONIC
// deadlines, whatever came back.
#pragma once

#include <functional>
#include <stop_token>

#include "probes/network/far_end/far_end.h"
#include "probes/network/line/packets/stream_record.h"
#include "probes/network/wire/stamp.h"
#include "probes/probe.h"

namespace deskready::network {

struct StreamPlan {
  double packets_per_second = 250;
  double seconds = 6;  ///< of sending; up to 1 s more for what is still on its way
  std::size_t payload_bytes = smallest_tagged_packet;
  /// Of each `every` packets so many, the first included and evenly spread, have `larger_bytes` instead.
  std::size_t every = 1, larger = 1;
  std::size_t larger_bytes = smallest_tagged_packet;
  double look_every = 0.5;  ///< seconds between two questions whether it is enough
};

/// Bytes on the wire, both ways.
std::uint64_t wire_bytes(const StreamPlan& plan, bool ipv6);

/// Bit/s of IP packets, each way.
double ip_rate(const StreamPlan& plan, bool ipv6);

/// Looks at the packets so far; true ends the stream.
using Enough = std::function<bool(const StreamRecord& so_far, double seconds)>;

/// Blocks until the stream has ended; returns soon after `stop`. What is still on its way at the end is
/// waited for half as long again as the longest round trip took, at most 3 s. Answers that are late, doubled,
/// forged or from somewhere else are counted in `detail` and change nothing else. A wall clock that is set
/// meanwhile changes nothing. Bytes are spent from `budget` unless it is null, as they leave and as they come
/// back; when it is used up, or `stop` was requested, the record holds what there was until then. The error
/// is far_end_failed with the reason that no packet could be sent, or none came back (udp_path.h).
tl::expected<StreamRecord, Unmeasured> send_stream(const Session& session, const StreamPlan& plan,
                                                   const std::stop_token& stop, BudgetMeter* budget,
                                                   const Enough& enough = {});

}  // namespace deskready::network
