#include "probes/network/line/load/load_facts.h"

#include <algorithm>
#include <cmath>

#include "config/base/json/json_read.h"
#include "config/units/quantity.h"
#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/line/load/other_minutes.h"
#include "probes/network/line/load/strata.h"
#include "probes/network/wire/frame.h"
#include "probes/noted.h"

namespace deskready::network {
namespace {

namespace st = statistics;

Unmeasured why_no_rate(const Context& context, const Loaded& loaded) {
  if (context.stop.stop_requested()) return unmeasured(Cause::stopped);
  if (loaded.out_of_budget) return unmeasured(Cause::budget);
  if (loaded.taken_between) return unmeasured(Cause::in_between, Detail::upload_taken_between);
  const HttpTransfer& transfer = loaded.transfer;
  if (!transfer.error.empty()) return unmeasured(Cause::far_end_failed, transfer.error);
  if (transfer.status == 503) return unmeasured(Cause::far_end_busy);
  if (transfer.status != 0 && transfer.status != 200)
    return unmeasured(Cause::far_end_failed, {Detail::answers_with_status, {{"status", transfer.status}}});
  if (loaded.unconfirmed) {
    return unmeasured(Cause::far_end_failed,
                      transfer.status == 200 ? Detail::no_responder : Detail::no_answer_in_time);
  }
  return unmeasured(Cause::too_few_samples);
}

/// By the most disturbed of the loads.
void describe(Fact& fact, const Context& context, std::span<const Loaded> loads) {
  fact.at = context.clock.now();
  double other_rate = 0, waited = 0;
  for (const Loaded& loaded : loads) {
    fact.cost += {loaded.wire_bytes, loaded.seconds};
    other_rate = std::max(other_rate, loaded.disturbance.other_rate);
    waited = std::max(waited, loaded.disturbance.waited);
    if (loaded.taint) note_taint(*loaded.taint, fact);
  }
  fact.detail["other_traffic"] = other_rate;
  fact.detail["waited_for_processor"] = waited;
}

void describe(Fact& fact, const Context& context, const Loaded& loaded) {
  describe(fact, context, std::span(&loaded, 1));
}

/// Which seconds the rate speaks of, and of a line that changes what other minutes may bring.
void describe_time(Fact& fact, const Context& context, std::span<const Rate> rates,
                   const st::SampledMean& mean) {
  const double seconds = seconds_of_all(rates);
  const double ago = monotonic_seconds() - rates.front().from;
  const auto since = std::chrono::microseconds(static_cast<std::int64_t>(ago * 1e6));
  note_looked({context.clock.now() - since, seconds}, fact);
  if (rates.size() > 1)
    note_other_minutes(other_minutes(mean), fact);
  else if (!fact.at_least && st::varies(rates.front().batches))
    note_other_minutes(std::nullopt, fact);
}

/// The sender's is what shapes a download; this end's an upload.
std::string congestion_of(const Loaded& loaded) {
  return loaded.plan.up ? loaded.transfer.congestion : loaded.transfer.far_congestion;
}

Method rate_method(std::span<const Loaded> loads, const Session& session) {
  const Loaded& loaded = loads.front();
  Method how(How::tcp_load, {{"connections", loaded.connections}});
  if (loaded.plan.rate == 0) how.also(How::unpaced);
  if (loads.size() > 1) how.also(How::loads, {{"count", loads.size()}});
  if (loaded.rate.even) {
    how.also(How::offered_evenly);
  } else {
    how.also(How::batches, {{"length", Term(format_quantity(loaded.rate.batch_seconds, Unit::second, 2))}});
  }
  if (loaded.taken_between) how.also(How::far_end_received);
  if (session.public_service) how.also(method_of(*session.public_service));
  return how;
}

/// What the load adds in each direction, above the least of its stream, which began before the line was full:
/// medians of the packets sent beside it. Clocks need not agree for that.
void describe_directions(Fact& fact, std::span<const Loaded> loads, bool steady) {
  for (const auto direction : {Direction::up, Direction::down}) {
    std::vector<double> beside;
    for (const Loaded& loaded : loads) {
      const auto delays = delay_variation(loaded.stream.packets, direction);
      const double from = steady ? loaded.from : loaded.from - loaded.rate.ramp_seconds;
      std::size_t answered = 0;
      for (const StreamPacket& packet : loaded.stream.packets) {
        if (!packet.answered) continue;
        const double sent = packet.sent + loaded.stream.began;
        if (sent >= from && sent <= loaded.until) beside.push_back(delays[answered]);
        ++answered;
      }
    }
    if (beside.empty()) continue;
    std::sort(beside.begin(), beside.end());
    fact.detail[direction == Direction::up ? "added_up" : "added_down"] = st::quantile(beside, 0.5);
  }
}

}  // namespace

tl::expected<Fact, Unmeasured> rate_fact(const Context& context, std::span<const Loaded> loads,
                                         const Session& session) {
  const Loaded& first = loads.front();
  std::vector<Rate> rates;
  double steady = 0;
  for (const Loaded& loaded : loads) {
    rates.push_back(loaded.rate);
    steady += static_cast<double>(loaded.rate.batches.size()) * loaded.rate.batch_seconds;
  }
  const bool refused = first.transfer.status != 0 && first.transfer.status != 200;
  if (first.rate.interval.samples < 3 || refused || context.stop.stop_requested())
    return tl::unexpected(why_no_rate(context, first));
  const st::SampledMean mean = rate_of_all(rates);
  const st::Interval& rate = mean.interval;
  Fact fact;
  fact.value = rate.value;
  if (std::isfinite(rate.low)) fact.low = std::max(rate.low, 0.0);
  if (std::isfinite(rate.high)) fact.high = rate.high;
  fact.at_least = line_keeps_up(first);
  fact.samples = rate.samples;
  fact.how = rate_method(loads, session);
  describe(fact, context, loads);
  // What the far end alone counted has its clock.
  if (!first.taken_between && steady > 0) describe_time(fact, context, rates, mean);
  if (first.plan.rate > 0) note_offered(static_cast<double>(first.plan.rate), fact);
  fact.detail["wire_rate"] = rate.value * tcp_wire_share(is_ipv6(session.address));
  fact.detail["ramp_seconds"] = first.rate.ramp_seconds;
  fact.detail["steady_seconds"] = steady;
  fact.detail["congestion_control"] = congestion_of(first);
  fact.detail["connections"] = first.connections;
  if (loads.size() > 1) fact.detail["loads"] = loads.size();
  fact.detail["address_family"] = family_of(session.address);
  if (first.taken_between) fact.detail["in_between"] = "upload";
  if (!session.unused.empty()) fact.detail["unused"] = codes_of(session.unused);
  return fact;
}

namespace {

/// Round trips of the packets that a load's stream sent between two moments.
std::vector<double> sent_between(const Loaded& loaded, double from, double until) {
  std::vector<StreamPacket> packets;
  for (const StreamPacket& packet : loaded.stream.packets) {
    const double sent = packet.sent + loaded.stream.began;
    if (sent >= from && sent <= until) packets.push_back(packet);
  }
  return round_trips(packets);
}

/// Of all loads, beside their steady part or all of it.
std::vector<double> trips_beside(std::span<const Loaded> loads, bool steady) {
  std::vector<double> trips;
  for (const Loaded& loaded : loads) {
    const double from = steady ? loaded.from : loaded.from - loaded.rate.ramp_seconds;
    const auto own = sent_between(loaded, from, loaded.until);
    trips.insert(trips.end(), own.begin(), own.end());
  }
  return trips;
}

}  // namespace

tl::expected<Fact, Unmeasured> delay_fact(const Context& context, std::span<const Loaded> loads) {
  const Loaded& first = loads.front();
  if (first.no_stream) return tl::unexpected(*first.no_stream);
  constexpr std::size_t least = 10;
  auto trips = trips_beside(loads, true);
  const bool steady = trips.size() >= least;
  if (!steady) trips = trips_beside(loads, false);
  if (trips.size() < least) return tl::unexpected(unmeasured(Cause::too_few_samples));
  const auto median = st::quantile_interval(trips, 0.5, st::Stopping::fixed);
  Fact fact;
  fact.value = median.value;
  if (std::isfinite(median.low)) fact.low = std::max(0.0, median.low - stamp_error);
  if (std::isfinite(median.high)) fact.high = median.high + stamp_error;
  fact.samples = trips.size();
  fact.how = Method(steady ? How::stamp_beside_steady_load : How::stamp_beside_load,
                    {{"rate", std::lround(first.delay_packets)}});
  describe(fact, context, loads);
  describe_directions(fact, loads, steady);
  fact.detail["congestion_control"] = congestion_of(first);
  std::vector<double> to_router;
  for (const Loaded& loaded : loads) {
    if (!loaded.gateway) continue;
    const auto own = loaded.gateway->trips(loaded.from, loaded.until);
    to_router.insert(to_router.end(), own.begin(), own.end());
  }
  if (to_router.size() >= least)
    fact.detail["gateway"] = st::quantile_interval(to_router, 0.5, st::Stopping::fixed).value;
  return fact;
}

tl::expected<Fact, Unmeasured> added_fact(const Context& context,
                                          const tl::expected<Fact, Unmeasured>& under_load) {
  if (!under_load) return under_load;
  const Fact* idle = context.facts.find("network.latency");
  if (idle == nullptr) return tl::unexpected(unmeasured(Cause::too_few_samples, Detail::idle_delay_unknown));
  Fact fact = *under_load;
  const double before = std::get<double>(idle->value);
  fact.value = std::max(0.0, std::get<double>(under_load->value) - before);
  if (fact.low && idle->high)
    fact.low = std::max(0.0, *fact.low - *idle->high);
  else
    fact.low.reset();
  if (fact.high && idle->low)
    fact.high = std::max(0.0, *fact.high - *idle->low);
  else
    fact.high.reset();
  const auto router = known(context, "network.gateway.latency");
  if (const auto under = number_of(fact.detail, "gateway"); router && under)
    fact.detail["gateway_added"] = std::max(0.0, *under - *router);
  return fact;
}

tl::expected<Fact, Unmeasured> queue_fact(const Context& context, const Loaded& loaded) {
  if (loaded.no_stream) return tl::unexpected(*loaded.no_stream);
  constexpr std::size_t least = 20;
  const bool refused = loaded.transfer.status != 0 && loaded.transfer.status != 200;
  if (refused || context.stop.stop_requested() || loaded.out_of_budget)
    return tl::unexpected(why_no_rate(context, loaded));
  // A sender that keeps queues short tells nothing of their length.
  if (congestion_of(loaded) != "reno")
    return tl::unexpected(unmeasured(Cause::unsupported, Detail::queue_not_filled));
  std::vector<StreamPacket> packets;
  for (const StreamPacket& packet : loaded.stream.packets) {
    const double sent = packet.sent + loaded.stream.began;
    if (sent >= loaded.from - loaded.rate.ramp_seconds && sent <= loaded.until) packets.push_back(packet);
  }
  const auto trips = round_trips(packets);
  if (trips.size() < least) return tl::unexpected(unmeasured(Cause::too_few_samples));
  Fact fact;
  fact.value = st::quantile_interval(trips, 0.95, st::Stopping::fixed).value;
  fact.samples = trips.size();
  fact.how = How::stamp;
  describe(fact, context, loaded);
  fact.detail["congestion_control"] = congestion_of(loaded);
  return fact;
}

tl::expected<Fact, Unmeasured> congestion_fact(const Context& context, const Loaded& loaded) {
  if (congestion_of(loaded).empty())
    return tl::unexpected(unmeasured(Cause::unsupported, Detail::far_control_untold));
  Fact fact;
  fact.value = congestion_of(loaded);
  fact.how = How::far_end_names_it;
  describe(fact, context, loaded);
  return fact;
}

}  // namespace deskready::network
