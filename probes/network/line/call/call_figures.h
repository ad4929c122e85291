// From the packets of a call stream to the facts about it. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "probes/fact.h"
#include "probes/network/line/packets/disturbance.h"
#include "probes/network/line/packets/packet_path.h"
#include "probes/probe.h"

namespace deskready::network {

/// One stream as it was sent and came back.
struct StreamRecord {
  std::vector<StreamPacket> packets;
  std::vector<std::uint32_t> extra;  ///< the reflector's counts on surplus answers
  double packets_per_second = 0;
  std::size_t payload_bytes = 0;  ///< of UDP
  bool kernel_stamps = false;     ///< on this computer, in both directions
  double began = 0;               ///< CLOCK_MONOTONIC, seconds: the origin of `sent` and `back`
  double far_began = 0;           ///< Unix time by the far end's clock: the origin of `reached` and `left`
  std::uint64_t wire_bytes = 0;   ///< sent and come back
  nlohmann::json detail = nlohmann::json::object();  ///< how well it was sent; stands in each fact's detail
};

struct CallRecord {
  StreamRecord call;   ///< 20 ms, as large as a G.711 packet: delay, jitter, delay variation
  StreamRecord dense;  ///< for loss; every `call_every`th of its packets is the call's
  std::size_t call_every = 1;
  std::size_t calls = 1;  ///< at once; of each `call_every` packets so many are of calls, the first of `call`
  Disturbance disturbance;
  int looks = 1;           ///< the most often that somebody looks at the figures so far and may stop
  std::string timestamps;  ///< "kernel timestamps" or "program timestamps"
  WallTime at{};
  Cost cost;
};

/// Whether the packet of this number is one of the `larger` of each `every`: the first, and evenly spread.
inline bool is_larger(std::size_t sequence, std::size_t every, std::size_t larger) {
  return sequence % every * larger % every < larger;
}

/// What kernels stamp is so far from the wire, seconds; intervals of delays and their differences hold it
/// too.
inline constexpr double stamp_error = 50e-6;

/// A far end silent for this long before the end of a stream is gone; shorter silences are losses. Seconds.
inline constexpr double silence_seconds = 1;

/// Facts for the questions, each with a value or a cause. Losses: `loss_interval` of the dense stream, each
/// direction among the packets that took it; those before the first and after the last answer count in both.
/// With a window: loss, latency and jitter of each window of that length, by the statistic asked of all of
/// them ("max"). Jitter: mean |D| by batches of 0.25 s. Latency: quantiles with the error shared out over all
/// looks (Bonferroni), the mean by batches. Delay variation: of the dense stream's packets of one size. Call
/// score: of the worse direction, 20 ms packets, half the round trip, a jitter buffer of the 99th percentile
/// of delay variation and at least 40 ms; packets lost or later than the buffer count as lost; the burst
/// ratio is that of packets 20 ms apart. Each fact's detail says what disturbed it; "tainted" there: it must
/// not fail anybody.
Facts call_facts(const CallRecord& record, std::span<const Question> questions);

/// Whether each question with limits is decided; what has no value is not.
bool call_decided(const Facts& facts, std::span<const Question> questions);

}  // namespace deskready::network
