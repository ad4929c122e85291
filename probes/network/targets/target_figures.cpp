#include "probes/network/targets/target_figures.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "config/facts/catalogue.h"
#include "config/facts/key_subject.h"
#include "probes/detail.h"
#include "probes/network/line/call/delay_figures.h"
#include "probes/network/line/call/fact_maker.h"

namespace deskready::network::targets {
namespace {

namespace st = statistics;

/// A server that is silent for this long before the end of a row is gone; shorter silences are losses.
/// Seconds.
constexpr double silence_seconds = 1;
/// Of the packets; where this computer's own kernel refuses more of them, those that left are no fair sample.
constexpr double most_refused = 0.1;

bool in_order(Way way) {
  return way == Way::relayed_over_tcp || way == Way::relayed_over_tls;
}

std::string protocol_of(Way way) {
  switch (way) {
    case Way::answered:
      return "STUN";
    case Way::relayed:
      return "TURN";
    case Way::relayed_over_tcp:
      return "TURN over TCP";
    case Way::relayed_over_tls:
      return "TURN over TLS";
  }
  return {};
}

Answer unsupported(const FactKey& key) {
  return tl::unexpected(
      unmeasured(Cause::unsupported, {Detail::key_unsupported, {{"key", Term(to_string(key))}}}));
}

/// Why there is nothing to be told.
std::optional<Unmeasured> why_none(const std::vector<StreamPacket>& packets, double per_second, Way way) {
  std::size_t refused = 0, silent = 0, answered = 0;
  for (const StreamPacket& packet : packets) {
    refused += packet.refused ? 1 : 0;
    answered += packet.answered ? 1 : 0;
    silent = packet.answered ? 0 : silent + (packet.refused ? 0 : 1);
  }
  if (answered == 0) {
    return unmeasured(Cause::target_failed,
                      way == Way::answered ? Detail::stun_silent : Detail::turn_returns_nothing);
  }
  if (static_cast<double>(silent) >= silence_seconds * per_second)
    return unmeasured(Cause::target_failed, Detail::far_end_went_silent);
  if (static_cast<double>(refused) > most_refused * static_cast<double>(packets.size())) {
    return unmeasured(Cause::failed,
                      {Detail::packets_not_sent, {{"count", refused}, {"packets", packets.size()}}});
  }
  return std::nullopt;
}

Answer loss(const CallRecord& record, Way way, const FactKey& key) {
  if (!key.statistic.empty() || !key.window.empty()) return unsupported(key);
  std::vector<bool> lost;
  for (const StreamPacket& packet : record.call.packets) {
    if (!packet.refused) lost.push_back(!packet.answered);
  }
  const st::LossRow row = st::loss_row(lost);
  st::Interval interval = st::loss_interval(row, st::alpha_95, record.looks);
  interval.low = way == Way::relayed ? 0 : 1 - std::sqrt(1 - interval.low);
  Fact fact = FactMaker(record).from_dense(interval);
  fact.how.also(How::round_trips);
  fact.detail["lost"] = row.lost;
  fact.detail["bursts"] = row.bursts;
  return fact;
}

Answer jitter(const DelayFigures& delays, Way way, const FactKey& key) {
  const bool plain = key.window.empty() && (key.statistic.empty() || key.statistic == "mean");
  if (way != Way::relayed || !plain) return unsupported(key);
  Answer fact = delays.jitter(key, Direction::up);
  if (!fact) return fact;
  fact->how.also(How::round_trips);
  if (fact->low) *fact->low /= 2;
  return fact;
}

Answer answer(const CallRecord& record, Way way, const DelayFigures& delays, const FactKey& key) {
  if (in_order(way) && key.name != "network.latency")
    return tl::unexpected(unmeasured(Cause::unsupported, Detail::turn_only_delay));
  Answer result = key.name == "network.latency"  ? delays.latency(key)
                  : key.name == "network.loss"   ? loss(record, way, key)
                  : key.name == "network.jitter" ? jitter(delays, way, key)
                                                 : unsupported(key);
  if (result && result->samples < least_samples(key, *find_fact(key.name))) return too_few();
  return result;
}

}  // namespace

CallRecord record_of(StreamRecord stream, Way way, const Disturbance& disturbance, WallTime at) {
  // Where a relay is one's own, its far side is this computer again: each packet reached it as it came back.
  if (way == Way::relayed) {
    for (StreamPacket& packet : stream.packets) packet.reached = packet.left = packet.back;
  }
  CallRecord record;
  record.protocol = protocol_of(way);
  record.kernel_stamps = stream.kernel_stamps;
  record.disturbance = disturbance;
  record.at = at;
  record.cost = {stream.wire_bytes, static_cast<double>(stream.packets.size()) / stream.packets_per_second};
  record.call = stream;
  record.dense = std::move(stream);
  return record;
}

Facts target_facts(const CallRecord& record, Way way, std::span<const Question> questions) {
  Facts facts;
  if (const auto why = why_none(record.call.packets, record.call.packets_per_second, way)) {
    answer_the_rest(facts, questions, *why);
    return facts;
  }
  const DelayFigures delays(record);
  for (const Question& question : questions) {
    Answer result = answer(record, way, delays, question.key);
    if (result)
      facts.add(to_string(question.key), std::move(*result));
    else
      facts.cannot(to_string(question.key), std::move(result.error()));
  }
  return facts;
}

}  // namespace deskready::network::targets
