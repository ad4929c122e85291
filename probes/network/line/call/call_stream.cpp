#include "probes/network/line/call/call_stream.h"

#include <algorithm>
#include <cmath>

#include "config/facts/catalogue.h"
#include "config/units/quantity.h"
#include "probes/network/here/route.h"
#include "probes/network/line/call/call_figures.h"
#include "probes/network/line/call/public_round_trip.h"
#include "probes/network/line/packets/clock_offset.h"
#include "probes/network/line/packets/packet_stream.h"

namespace deskready::network {
namespace {

constexpr std::size_t call_bytes = 172;  // 20 ms of G.711 and an RTP header
constexpr double quick_seconds = 7;
constexpr double full_seconds = 20;
constexpr double most_window = 60;
constexpr double most_calls = 20;      ///< 1.7 Mbit/s each way
constexpr std::size_t small_each = 6;  ///< packets of 20 ms that belong to no call

/// The longest window that is asked for, seconds.
double longest_window(std::span<const Question> questions) {
  double longest = 0;
  for (const Question& question : questions)
    longest = std::max(longest, parse_quantity_in(question.key.window, Unit::second).value_or(0));
  return std::min(longest, most_window);
}

/// How many calls at once a rule or a condition of the spec wants: the limit of network.calls.
std::size_t calls_of(std::span<const Question> questions) {
  double most = 1;
  for (const Question& question : questions) {
    if (question.key.name == "network.calls" && !question.limits.empty())
      most = std::max(most, std::ceil(question.limits.back()));
  }
  return static_cast<std::size_t>(std::min(most, most_calls));
}

/// A window comes on top, so that there are many of them.
StreamPlan plan_for(std::span<const Question> questions, Depth depth) {
  StreamPlan plan;
  plan.larger = calls_of(questions);
  plan.every = small_each + plan.larger;
  plan.packets_per_second = 50 * static_cast<double>(plan.every);
  plan.seconds = (depth == Depth::full ? full_seconds : quick_seconds) + longest_window(questions);
  plan.larger_bytes = call_bytes;
  return plan;
}

double least_seconds(std::span<const Question> questions) {
  double seconds = 2;
  for (const Question& question : questions) {
    if (const FactInfo* info = find_fact(question.key.name)) seconds = std::max(seconds, info->least_seconds);
  }
  return seconds + longest_window(questions);
}

/// Looks come twice a second from the least time on.
int looks_of(const StreamPlan& plan, double least) {
  return std::max(1, static_cast<int>((plan.seconds - least) * 2) + 1);
}

CallRecord record_of(const StreamRecord& all, const StreamPlan& plan, const Context& context, double least) {
  CallRecord record;
  record.dense = all;
  record.call_every = plan.every;
  record.calls = plan.larger;
  record.looks = looks_of(plan, least);
  record.call.packets_per_second = all.packets_per_second / static_cast<double>(plan.every);
  record.call.payload_bytes = plan.larger_bytes;
  record.call.detail = all.detail;
  for (std::size_t i = 0; i < all.packets.size(); i += plan.every)
    record.call.packets.push_back(all.packets[i]);
  record.timestamps = all.kernel_stamps ? "kernel timestamps" : "program timestamps";
  record.at = context.clock.now();
  record.cost = {all.wire_bytes, static_cast<double>(all.packets.size()) / plan.packets_per_second};
  return record;
}

/// Whether the stream may end: it is silent, or every question is decided.
bool enough(const StreamRecord& so_far, double seconds, const StreamPlan& plan, const Context& context,
            double least) {
  // A far end that answers nothing for 2 s is not going to.
  const bool silent = std::none_of(so_far.packets.begin(), so_far.packets.end(),
                                   [](const StreamPacket& packet) { return packet.answered; });
  if (silent) return seconds >= 2;
  if (seconds < least) return false;
  // The newest packets may be on their way still.
  StreamRecord settled = so_far;
  const std::size_t fresh = static_cast<std::size_t>(so_far.packets_per_second / 2);
  while (settled.packets.size() > so_far.packets.size() - fresh && !settled.packets.back().answered) {
    settled.packets.pop_back();
  }
  return call_decided(call_facts(record_of(settled, plan, context, least), context.questions),
                      context.questions);
}

/// What CLOCK_REALTIME is ahead of CLOCK_MONOTONIC, in seconds.
double wall_of_monotonic(const Clock& clock) {
  return std::chrono::duration<double>(clock.now().time_since_epoch() - clock.monotonic()).count();
}

tl::expected<CallRecord, Unmeasured> record_stream(Context& context, const Session& session) {
  const StreamPlan plan = plan_for(context.questions, context.depth);
  const double least = context.depth == Depth::full ? plan.seconds : least_seconds(context.questions);
  // What stays on this computer costs nobody anything.
  BudgetMeter* budget = session.on_this_machine ? nullptr : &context.budget;
  const DisturbanceWatch watch(context.root, route_device(session.address).value_or(""));
  const auto all =
      send_stream(session, plan, context.stop, budget, [&](const StreamRecord& so_far, double seconds) {
        return enough(so_far, seconds, plan, context, least);
      });
  if (!all) return tl::unexpected(all.error());
  CallRecord record = record_of(*all, plan, context, least);
  // A far end on this computer has this computer's clock.
  const double ahead = wall_of_monotonic(context.clock);
  if (const auto offset = clock_offset(*all, ahead); offset && !session.on_this_machine)
    note_clock(*offset, record.call.detail);
  record.disturbance = watch.until_now(all->wire_bytes);
  // On loopback every packet is counted twice, and there is no line that others could disturb.
  if (session.on_this_machine) record.disturbance.other_rate = 0;
  return record;
}

bool tainted(const CallRecord& record) {
  return !taint_of(record.disturbance,
                   static_cast<double>(record.cost.bytes) * 8 / std::max(0.1, record.cost.seconds))
              .empty();
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
  const StreamPlan plan = plan_for(questions, depth);
  // The longer header of both families; the greeting is a TLS handshake at most.
  return {wire_bytes(plan, true) + 10'000, plan.seconds + 7};
}

}  // namespace

Probe call_stream_probe() {
  return {"network.call_stream", names_of("network.call_stream"), Occupies::link, {}, worst_cost, measure};
}

}  // namespace deskready::network
