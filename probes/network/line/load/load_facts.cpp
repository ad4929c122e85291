#include "probes/network/line/load/load_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/base/json/json_read.h"
#include "config/units/quantity.h"
#include "probes/detail.h"
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

void describe(Fact& fact, const Context& context, const Loaded& loaded) {
  fact.at = context.clock.now();
  fact.cost = {loaded.wire_bytes, loaded.seconds};
  fact.detail["other_traffic"] = loaded.disturbance.other_rate;
  fact.detail["waited_for_processor"] = loaded.disturbance.waited;
  if (loaded.taint) note_taint(*loaded.taint, fact);
}

/// The sender's is what shapes a download; this end's an upload.
std::string congestion_of(const Loaded& loaded) {
  return loaded.plan.up ? loaded.transfer.congestion : loaded.transfer.far_congestion;
}

std::string rate_method(const Loaded& loaded, const Session& session) {
  const std::string connections =
      loaded.connections == 1
          ? "1 connection"
          : fmt::format("{} connections, because one did not fill the line", loaded.connections);
  std::string method = loaded.plan.rate > 0 ? fmt::format("TCP, {}", connections)
                                            : fmt::format("TCP, {}, as fast as it goes", connections);
  method += loaded.rate.even
                ? std::string("; from the end of slow start, as evenly as it was offered")
                : fmt::format("; batches of {} from the end of slow start, nearly independent of each other",
                              format_quantity(loaded.rate.batch_seconds, Unit::second, 2));
  if (loaded.taken_between) method += "; as the far end received it";
  if (session.public_service) method += "; " + to_words(*session.public_service);
  return method;
}

/// What the load adds in each direction, above the least of the stream, which began before the line was full:
/// medians of the packets sent between two moments. Clocks need not agree for that.
void describe_directions(Fact& fact, const Loaded& loaded, double from, double until) {
  const auto& packets = loaded.stream.packets;
  for (const auto direction : {Direction::up, Direction::down}) {
    const auto delays = delay_variation(packets, direction);
    std::vector<double> beside;
    std::size_t answered = 0;
    for (const StreamPacket& packet : packets) {
      if (!packet.answered) continue;
      const double sent = packet.sent + loaded.stream.began;
      if (sent >= from && sent <= until) beside.push_back(delays[answered]);
      ++answered;
    }
    if (beside.empty()) continue;
    std::sort(beside.begin(), beside.end());
    fact.detail[direction == Direction::up ? "added_up" : "added_down"] = st::quantile(beside, 0.5);
  }
}

}  // namespace

tl::expected<Fact, Unmeasured> rate_fact(const Context& context, const Loaded& loaded,
                                         const Session& session) {
  const st::Interval& rate = loaded.rate.interval;
  const bool refused = loaded.transfer.status != 0 && loaded.transfer.status != 200;
  if (rate.samples < 3 || refused || context.stop.stop_requested())
    return tl::unexpected(why_no_rate(context, loaded));
  Fact fact;
  fact.value = rate.value;
  if (std::isfinite(rate.low)) fact.low = std::max(rate.low, 0.0);
  if (std::isfinite(rate.high)) fact.high = rate.high;
  fact.at_least = line_keeps_up(loaded);
  fact.samples = rate.samples;
  fact.method = rate_method(loaded, session);
  describe(fact, context, loaded);
  if (loaded.plan.rate > 0) note_offered(static_cast<double>(loaded.plan.rate), fact);
  fact.detail["wire_rate"] = rate.value * tcp_wire_share(is_ipv6(session.address));
  fact.detail["ramp_seconds"] = loaded.rate.ramp_seconds;
  fact.detail["steady_seconds"] = static_cast<double>(rate.samples) * loaded.rate.batch_seconds;
  fact.detail["congestion_control"] = congestion_of(loaded);
  fact.detail["connections"] = loaded.connections;
  fact.detail["address_family"] = family_of(session.address);
  if (loaded.taken_between) fact.detail["in_between"] = "upload";
  if (!session.unused.empty()) fact.detail["unused"] = codes_of(session.unused);
  return fact;
}

tl::expected<Fact, Unmeasured> delay_fact(const Context& context, const Loaded& loaded) {
  if (loaded.no_stream) return tl::unexpected(*loaded.no_stream);
  constexpr std::size_t least = 10;
  const auto sent_between = [&](double from, double until) {
    std::vector<StreamPacket> packets;
    for (const StreamPacket& packet : loaded.stream.packets) {
      const double sent = packet.sent + loaded.stream.began;
      if (sent >= from && sent <= until) packets.push_back(packet);
    }
    return round_trips(packets);
  };
  auto trips = sent_between(loaded.from, loaded.until);
  const bool steady = trips.size() >= least;
  const double from = steady ? loaded.from : loaded.from - loaded.rate.ramp_seconds;
  if (!steady) trips = sent_between(from, loaded.until);
  if (trips.size() < least) return tl::unexpected(unmeasured(Cause::too_few_samples));
  const auto median = st::quantile_interval(trips, 0.5, st::Stopping::fixed);
  Fact fact;
  fact.value = median.value;
  if (std::isfinite(median.low)) fact.low = std::max(0.0, median.low - stamp_error);
  if (std::isfinite(median.high)) fact.high = median.high + stamp_error;
  fact.samples = trips.size();
  fact.method = fmt::format("STAMP, {:.0f} packets/s, beside the {}", loaded.delay_packets,
                            steady ? "steady load" : "load");
  describe(fact, context, loaded);
  describe_directions(fact, loaded, from, loaded.until);
  fact.detail["congestion_control"] = congestion_of(loaded);
  if (loaded.gateway) {
    const auto to_router = loaded.gateway->trips(loaded.from, loaded.until);
    if (to_router.size() >= least)
      fact.detail["gateway"] = st::quantile_interval(to_router, 0.5, st::Stopping::fixed).value;
  }
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
  fact.method = "STAMP";
  describe(fact, context, loaded);
  fact.detail["congestion_control"] = congestion_of(loaded);
  return fact;
}

tl::expected<Fact, Unmeasured> congestion_fact(const Context& context, const Loaded& loaded) {
  if (congestion_of(loaded).empty())
    return tl::unexpected(unmeasured(Cause::unsupported, Detail::far_control_untold));
  Fact method;
  method.value = congestion_of(loaded);
  method.method = "as the far end names it";
  describe(method, context, loaded);
  return method;
}

}  // namespace deskready::network
