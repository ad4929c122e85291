#include "probes/network/line/call/call_stream.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "config/base/pause.h"
#include "config/facts/catalogue.h"
#include "probes/network/here/route.h"
#include "probes/network/line/call/call_figures.h"
#include "probes/network/line/call/call_plan.h"
#include "probes/network/line/call/public_round_trip.h"
#include "probes/network/line/packets/clock_offset.h"
#include "probes/network/line/packets/line_survey.h"
#include "probes/network/line/packets/packet_stream.h"
#include "probes/network/line/packets/survey_run.h"
#include "probes/network/wire/frame.h"

namespace deskready::network {
namespace {

/// Surveys and streams of one recording: a stream that its line does not carry is begun anew, once.
constexpr int most_streams = 2;

CallRecord record_of(const StreamRecord& all, const CallPlan& call, const Context& context, bool ipv6) {
  const StreamPlan& plan = call.stream;
  CallRecord record;
  record.dense = all;
  record.call_every = plan.every;
  record.calls = plan.larger;
  record.calls_asked = call.calls_asked;
  record.line_rate = call.line_rate;
  record.call_rate = bits_of_call(ipv6);
  record.looks = looks_of(call);
  record.call.packets_per_second = all.packets_per_second / static_cast<double>(plan.every);
  record.call.payload_bytes = plan.larger_bytes;
  record.call.detail = all.detail;
  for (std::size_t i = 0; i < all.packets.size(); i += plan.every)
    record.call.packets.push_back(all.packets[i]);
  record.kernel_stamps = all.kernel_stamps;
  record.at = context.clock.now();
  record.cost = {all.wire_bytes, static_cast<double>(all.packets.size()) / plan.packets_per_second};
  return record;
}

/// Whether the stream may end: it is silent, or every question is decided.
bool enough(const StreamRecord& so_far, double seconds, const CallPlan& plan, const Context& context,
            bool ipv6) {
  // A far end that answers nothing for 2 s is not going to.
  const bool silent = std::none_of(so_far.packets.begin(), so_far.packets.end(),
                                   [](const StreamPacket& packet) { return packet.answered; });
  if (silent) return seconds >= 2;
  if (seconds < plan.least_seconds) return false;
  // The newest packets may be on their way still.
  StreamRecord settled = so_far;
  const std::size_t fresh = static_cast<std::size_t>(so_far.packets_per_second / 2);
  while (settled.packets.size() + fresh > so_far.packets.size() && !settled.packets.empty() &&
         !settled.packets.back().answered) {
    settled.packets.pop_back();
  }
  return call_decided(call_facts(record_of(settled, plan, context, ipv6), context.questions),
                      context.questions);
}

/// What CLOCK_REALTIME is ahead of CLOCK_MONOTONIC, in seconds.
double wall_of_monotonic(const Clock& clock) {
  return std::chrono::duration<double>(clock.now().time_since_epoch() - clock.monotonic()).count();
}

/// One stream, and what share of it the line carries if that is not all.
struct Streamed {
  StreamRecord record;
  std::optional<double> share;
};

tl::expected<Streamed, Unmeasured> stream(Context& context, const Session& session, const CallPlan& plan,
                                          BudgetMeter* budget) {
  const bool ipv6 = is_ipv6(session.udp_address);
  Streamed streamed;
  auto all = send_stream(session, plan.stream, context.stop, budget,
                         [&](const StreamRecord& so_far, double seconds) {
                           if ((streamed.share = share_carried(so_far.packets))) return true;
                           return enough(so_far, seconds, plan, context, ipv6);
                         });
  if (!all) return tl::unexpected(all.error());
  streamed.record = std::move(*all);
  return streamed;
}

/// What such a stream has put into a queue leaves it within the longest round trip.
void let_drain(const StreamRecord& record, const std::stop_token& stop) {
  constexpr double longest = 3;  // seconds
  const auto trips = round_trips(record.packets);
  const double seconds = trips.empty() ? 0 : std::min(longest, *std::max_element(trips.begin(), trips.end()));
  pause(stop, std::chrono::milliseconds(static_cast<int>(seconds * 1000)));
}

tl::expected<CallRecord, Unmeasured> record_stream(Context& context, const Session& session) {
  const bool ipv6 = is_ipv6(session.udp_address);
  // What stays on this computer costs nobody anything.
  BudgetMeter* budget = session.on_this_machine ? nullptr : &context.budget;
  const DisturbanceWatch watch(context.root, route_device(session.address).value_or(""));
  const auto surveyed =
      survey_line(session, bits_of_line_for_all(context.questions, ipv6), context.stop, budget);
  if (!surveyed) return tl::unexpected(surveyed.error());
  CallPlan plan = call_plan(context.questions, context.depth, surveyed->carries, ipv6);
  Cost before{surveyed->wire_bytes, 0};
  auto streamed = stream(context, session, plan, budget);
  for (int begun = 1; streamed && streamed->share && begun < most_streams && !context.stop.stop_requested();
       ++begun) {
    before += {streamed->record.wire_bytes,
               static_cast<double>(streamed->record.packets.size()) / plan.stream.packets_per_second};
    let_drain(streamed->record, context.stop);
    plan = call_plan(context.questions, context.depth, *streamed->share * ip_rate(plan.stream, ipv6), ipv6);
    streamed = stream(context, session, plan, budget);
  }
  if (!streamed) return tl::unexpected(streamed.error());
  CallRecord record = record_of(streamed->record, plan, context, ipv6);
  // A far end on this computer has this computer's clock.
  const double ahead = wall_of_monotonic(context.clock);
  if (const auto offset = clock_offset(streamed->record, ahead); offset && !session.on_this_machine)
    note_clock(*offset, record.call.detail);
  record.cost += before;
  record.disturbance = watch.until_now(record.cost.bytes);
  // On loopback every packet is counted twice, and there is no line that others could disturb.
  if (session.on_this_machine) record.disturbance.other_rate = 0;
  return record;
}

bool tainted(const CallRecord& record) {
  const double own_rate = static_cast<double>(record.cost.bytes) * 8 / std::max(0.1, record.cost.seconds);
  return taint_of(record.disturbance, own_rate).has_value();
}

Facts measure(Context& context) {
  const auto session = context.far_end.session(context.stop);
  const auto none = [&](const Unmeasured& why) {
    Facts facts;
    answer_the_rest(facts, context, why);
    return facts;
  };
  if (!session) return none(session.error());
  if ((*session)->public_service) return measure_public_round_trip(context, **session);
  context.conversation.progress("Measuring delay, jitter and loss");
  auto record = record_stream(context, **session);
  // What disturbed it may be over by now; a second disturbed measurement says so and is kept.
  if (record && tainted(*record) && !context.stop.stop_requested()) {
    auto again = record_stream(context, **session);
    if (again) {
      again->cost += record->cost;
      record = std::move(again);
    }
  }
  if (!record) return none(record.error());
  if (context.stop.stop_requested()) return none(unmeasured(Cause::stopped));
  Facts facts = call_facts(*record, context.questions);
  if (!(*session)->on_this_machine && context.budget.left() == 0) {
    for (auto& [key, why] : facts.unknown) {
      if (why.cause == Cause::too_few_samples || record->dense.packets.empty())
        why = unmeasured(Cause::budget);
    }
  }
  return facts;
}

Cost worst_cost(std::span<const Question> questions, Depth depth) {
  constexpr double any_line = std::numeric_limits<double>::infinity();
  const StreamPlan plan = call_plan(questions, depth, any_line, true).stream;
  // The longer header of both families; the greeting is a TLS handshake at most, the survey three trains.
  return {wire_bytes(plan, true) + 25'000, plan.seconds + 7};
}

/// With the greeting and the survey on a line that carries the whole stream.
double usual_seconds(std::span<const Question> questions, Depth depth) {
  constexpr double any_line = std::numeric_limits<double>::infinity();
  return call_plan(questions, depth, any_line, true).stream.seconds + 1.5;
}

}  // namespace

Probe call_stream_probe() {
  return {"network.call_stream", names_of("network.call_stream"), Occupies::link, {}, worst_cost, measure,
          usual_seconds};
}

}  // namespace deskready::network
