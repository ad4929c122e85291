#include "probes/system/state/clock.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view offset_fact = "system.clock.offset";
constexpr std::array<std::string_view, 1> after = {"network.call_stream"};

Fact off_by(double seconds, double within, WallTime at) {
  Fact fact;
  fact.value = std::fabs(seconds);
  fact.low = std::max(0.0, std::fabs(seconds) - within);
  fact.high = std::fabs(seconds) + within;
  fact.at = at;
  return fact;
}

/// What the packets of the call stream told, if one ran in this check.
std::optional<ClockOffset> by_far_end(const Context& context) {
  const Fact* latency = context.facts.find("network.latency");
  return latency == nullptr ? std::nullopt : noted_clock(latency->detail);
}

Facts measure(Context& context) {
  Facts facts;
  Explanation why = Detail::nothing_keeps_time;
  if (context.root != "/") {
    why = Detail::recorded_has_no_clock;
  } else if (const auto offset = by_far_end(context)) {
    facts.add(offset_fact, clock_fact(*offset, context.clock.now()));
  } else if (const auto clock = kernel_clock(); clock && clock->synchronized) {
    facts.add(offset_fact, clock_fact(*clock, context.clock.now()));
  }
  return answered(std::move(facts), context, why);
}

}  // namespace

Fact clock_fact(const ClockOffset& offset, WallTime at) {
  Fact fact = off_by(offset.seconds, offset.within, at);
  fact.samples = offset.samples;
  const How side = std::fabs(offset.seconds) <= offset.within ? How::clock_alike
                   : offset.seconds > 0                       ? How::clock_ahead
                                                              : How::clock_behind;
  fact.how = Method(side, {{"count", offset.samples}});
  return fact;
}

Fact clock_fact(const KernelClock& clock, WallTime at) {
  Fact fact = off_by(clock.behind, clock.most_off, at);
  fact.how = How::kernel_clock_bound;
  return fact;
}

Probe clock_probe() {
  Probe probe = reading_probe("system.clock", measure);
  probe.after = after;
  return probe;
}

}  // namespace deskready::system_facts
