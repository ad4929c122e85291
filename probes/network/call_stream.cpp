#include "probes/network/call_stream.h"

#include <algorithm>
#include <array>

#include "probes/network/call_figures.h"
#include "probes/network/packet_stream.h"

namespace deskready::network {
namespace {

constexpr std::array<std::string_view, 12> names = {"network.latency",
                                                    "network.jitter",
                                                    "network.jitter_up",
                                                    "network.jitter_down",
                                                    "network.delay_variation_up",
                                                    "network.delay_variation_down",
                                                    "network.loss",
                                                    "network.loss_up",
                                                    "network.loss_down",
                                                    "network.burst_ratio",
                                                    "network.call.mos",
                                                    "network.call.r"};

constexpr std::size_t call_bytes = 172;  // 20 ms of G.711 and an RTP header
constexpr double quick_seconds = 10;
constexpr double full_seconds = 20;

StreamPlan plan_for(Depth depth) {
  StreamPlan plan;
  plan.seconds = depth == Depth::full ? full_seconds : quick_seconds;
  plan.every = 5;
  plan.larger_bytes = call_bytes;
  return plan;
}

double least_seconds(std::span<const Question> questions) {
  double seconds = 2;
  for (const Question& question : questions) {
    const std::string& name = question.key.name;
    if (name.find("delay_variation") != std::string::npos) seconds = std::max(seconds, 8.0);
    if (name.find("loss") != std::string::npos || name.find("call") != std::string::npos ||
        name.find("burst") != std::string::npos) {
      seconds = std::max(seconds, 6.0);
    }
  }
  return seconds;
}

CallRecord record_of(const StreamRecord& all, const StreamPlan& plan, const Context& context) {
  CallRecord record;
  record.dense = all;
  record.call.packets_per_second = all.packets_per_second / static_cast<double>(plan.every);
  record.call.payload_bytes = plan.larger_bytes;
  record.call.detail = all.detail;
  for (std::size_t i = 0; i < all.packets.size(); i += plan.every)
    record.call.packets.push_back(all.packets[i]);
  record.timestamps = all.kernel_stamps ? "kernel timestamps" : "program timestamps";
  record.at = context.clock.now();
  StreamPlan sent = plan;
  sent.seconds = static_cast<double>(all.packets.size()) / plan.packets_per_second;
  record.cost = {wire_bytes(sent), sent.seconds};
  return record;
}

Facts measure(Context& context) {
  Facts facts;
  const auto fill = [&](const Unmeasured& why) {
    for (const Question& question : context.questions) {
      if (!facts.find(to_string(question.key))) facts.cannot(to_string(question.key), why);
    }
    return facts;
  };
  const auto session = context.far_end.session(context.stop);
  if (!session) return fill(session.error());
  context.conversation.progress("Measuring delay, jitter and loss");
  const StreamPlan plan = plan_for(context.depth);
  const double least = context.depth == Depth::full ? plan.seconds : least_seconds(context.questions);
  const auto enough = [&](const StreamRecord& so_far, double seconds) {
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
    return call_decided(call_facts(record_of(settled, plan, context), context.questions), context.questions);
  };
  // What stays on this computer costs nobody anything.
  BudgetMeter* budget = (*session)->on_this_machine ? nullptr : &context.budget;
  const auto record = send_stream(**session, plan, context.stop, budget, enough);
  if (!record) return fill(record.error());
  if (context.stop.stop_requested()) return fill(unmeasured(Cause::stopped));
  facts = call_facts(record_of(*record, plan, context), context.questions);
  if (budget != nullptr && budget->left() == 0) {
    for (auto& [key, why] : facts.unknown) {
      if (why.cause == Cause::too_few_samples || record->packets.empty()) why = unmeasured(Cause::budget);
    }
  }
  return facts;
}

Cost worst_cost(std::span<const Question>, Depth depth) {
  const StreamPlan plan = plan_for(depth);
  const auto packets = static_cast<std::uint64_t>(plan.seconds * plan.packets_per_second);
  // 20 bytes more each for IPv6; the greeting is a TLS handshake at most.
  return {wire_bytes(plan) + packets * 40 + 10'000, plan.seconds + 7};
}

}  // namespace

Probe call_stream_probe() {
  return {"network.call_stream", names, Occupies::link, {}, worst_cost, measure};
}

}  // namespace deskready::network
