// From the packets of a call stream to the facts about it. Pure.
#pragma once

#include <span>

#include "probes/network/line/call/call_record.h"
#include "probes/probe.h"

namespace deskready::network {

/// Facts for the questions, each with a value or a cause. Losses: `loss_interval` of the dense stream, each
/// direction among the packets that took it; those before the first and after the last answer count in both.
/// With a window: loss, latency and jitter of each window of that length, by the statistic asked of all of
/// them ("max"). Jitter: mean |D| by batches of 0.25 s. Latency: quantiles with the error shared out over all
/// looks (Bonferroni), the mean by batches. Delay variation: of the dense stream's packets of one size. Call
/// score: of the worse direction, 20 ms packets, half the round trip, a jitter buffer of the 99th percentile
/// of delay variation and at least 40 ms; packets lost or later than the buffer count as lost; the burst
/// ratio is that of packets 20 ms apart. Each fact's detail says what disturbed it; one with a noted taint
/// must not fail anybody.
Facts call_facts(const CallRecord& record, std::span<const Question> questions);

/// Whether each question with limits is decided; what has no value is not.
bool call_decided(const Facts& facts, std::span<const Question> questions);

}  // namespace deskready::network
