#include "probes/network/clock_offset.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "probes/network/packet_stream.h"

namespace deskready::network {
namespace {

constexpr std::string_view names[] = {"system.clock.offset"};

/// Half a second of packets that are fewer and smaller than those of a call.
StreamPlan few_packets() {
  StreamPlan plan;
  plan.packets_per_second = 50;
  plan.seconds = 0.5;
  return plan;
}

Fact off_by(double seconds, double within, WallTime at) {
  Fact fact;
  fact.value = std::fabs(seconds);
  fact.low = std::max(0.0, std::fabs(seconds) - within);
  fact.high = std::fabs(seconds) + within;
  fact.at = at;
  return fact;
}

tl::expected<Fact, Unmeasured> against_far_end(Context& context) {
  const auto session = context.far_end.session(context.stop);
  if (!session) return tl::unexpected(session.error());
  if ((*session)->public_service)
    return tl::unexpected(unmeasured(Cause::unsupported, "a public speed test does not tell its time"));
  // A far end on this computer has this computer's clock.
  if ((*session)->on_this_machine) return tl::unexpected(unmeasured(Cause::no_far_end));
  const auto record = send_stream(**session, few_packets(), context.stop, &context.budget);
  if (!record) return tl::unexpected(record.error());
  const WallTime now = context.clock.now();
  const double wall = std::chrono::duration<double>(now.time_since_epoch()).count();
  const double monotonic = std::chrono::duration<double>(context.clock.monotonic()).count();
  const auto offset = clock_offset(*record, wall - monotonic);
  if (!offset) {
    return tl::unexpected(context.stop.stop_requested()
                              ? unmeasured(Cause::stopped)
                              : unmeasured(Cause::far_end_failed, "it answered no packet"));
  }
  Fact fact = clock_fact(*offset, now);
  fact.cost = {record->wire_bytes, few_packets().seconds};
  return fact;
}

Facts measure(Context& context) {
  Facts facts;
  const auto fill = [&](const Unmeasured& why) {
    answer_the_rest(facts, context, names, why);
    return facts;
  };
  if (!context.asked(names[0])) return facts;
  if (context.root != "/") return fill(unmeasured(Cause::unsupported, "a recorded machine has no clock"));
  auto fact = against_far_end(context);
  if (fact) {
    facts.add(names[0], std::move(*fact));
  } else if (const auto clock = system_facts::kernel_clock(); clock && clock->synchronized) {
    facts.add(names[0], clock_fact(*clock, context.clock.now()));
  } else {
    return fill(fact.error());
  }
  return fill(unmeasured(Cause::unsupported, "another statistic of the clock"));
}

Cost worst_cost(std::span<const Question>, Depth) {
  return {wire_bytes(few_packets()) + 12'000, few_packets().seconds + 6};
}

}  // namespace

std::optional<ClockOffset> clock_offset(const StreamRecord& record, double wall_of_monotonic) {
  std::optional<ClockOffset> best;
  std::size_t samples = 0;
  for (const StreamPacket& packet : record.packets) {
    if (!packet.answered) continue;
    ++samples;
    const double trip = std::max(0.0, (packet.back - packet.sent) - (packet.left - packet.reached));
    if (best && trip / 2 >= best->within) continue;
    const double here = record.began + wall_of_monotonic + (packet.sent + packet.back) / 2;
    const double there = record.far_began + (packet.reached + packet.left) / 2;
    best = ClockOffset{here - there, trip / 2, 0};
  }
  if (best) best->samples = samples;
  return best;
}

Fact clock_fact(const ClockOffset& offset, WallTime at) {
  Fact fact = off_by(offset.seconds, offset.within, at);
  fact.samples = offset.samples;
  fact.method = fmt::format(
      "STAMP against the far end's clock, shortest of {} round trips; this clock is {}", offset.samples,
      std::fabs(offset.seconds) <= offset.within ? "neither ahead nor behind, as far as "
                                                   "that can tell"
      : offset.seconds > 0                       ? "ahead"
                                                 : "behind");
  return fact;
}

Fact clock_fact(const system_facts::KernelClock& clock, WallTime at) {
  Fact fact = off_by(clock.behind, clock.most_off, at);
  fact.method = "what keeps the clock right from outside, with the kernel's own bound (adjtimex)";
  return fact;
}

Probe clock_offset_probe() {
  return {"network.clock", names, Occupies::link, {}, worst_cost, measure};
}

}  // namespace deskready::network
