// From the packets of a call stream to the facts about it. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "probes/fact.h"
#include "probes/network/packet_path.h"
#include "probes/probe.h"

namespace deskready::network {

/// One stream as it was sent and came back.
struct StreamRecord {
  std::vector<StreamPacket> packets;
  std::vector<std::uint32_t> extra;  ///< the reflector's counts on surplus answers
  double packets_per_second = 0;
  std::size_t payload_bytes = 0;                     ///< of UDP
  bool kernel_stamps = false;                        ///< on this computer, in both directions
  nlohmann::json detail = nlohmann::json::object();  ///< how well it was sent; stands in each fact's detail
};

struct CallRecord {
  StreamRecord call;       ///< 20 ms, as large as a G.711 packet: delay, jitter, delay variation
  StreamRecord dense;      ///< for loss
  std::string timestamps;  ///< "kernel timestamps" or "program timestamps"
  WallTime at{};
  Cost cost;
};

/// A far end silent for this long before the end of a stream is gone; shorter silences are losses. Seconds.
inline constexpr double silence_seconds = 1;

/// Facts for the questions, each with a value or a cause. Losses: `loss_interval` of the dense stream, each
/// direction among the packets that took it; those before the first and after the last answer count in both.
/// Jitter: mean |D| by batches of 0.5 s. Latency: median at any time, other quantiles fixed. Call score:
/// ITU-T G.107, G.711 with concealment, 20 ms packets, half the round trip, a jitter buffer of the 99th
/// percentile of delay variation and at least 40 ms; packets lost or later than the buffer count as lost; the
/// worse direction.
Facts call_facts(const CallRecord& record, std::span<const Question> questions);

/// Whether each question with limits is decided; what has no value is not.
bool call_decided(const Facts& facts, std::span<const Question> questions);

}  // namespace deskready::network
