#include "probes/network/line/load/loaded_line.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"
#include "probes/network/here/route.h"
#include "probes/network/line/load/far_counts.h"
#include "probes/network/line/packets/line_survey.h"
#include "probes/network/line/packets/packet_stream.h"
#include "probes/network/line/packets/survey_run.h"
#include "probes/network/wire/frame.h"
#include "probes/noted.h"

namespace deskready::network {
namespace {

namespace st = statistics;

/// 50 packets a second, or as many as a slow line is to bear.
double packets_for(std::optional<double> line_rate, bool ipv6) {
  constexpr double most = 50, least = 2;
  if (!line_rate) return most;
  return std::clamp(most_share * *line_rate / ip_bits_of_datagram(smallest_tagged_packet, ipv6), least, most);
}

/// As the stream before found it; nothing where that went over the line as it should. Where there was none,
/// the line is surveyed, and a line that does not answer is left to the load.
std::optional<double> slow_line(Context& context, const Session& session) {
  for (const auto& [key, fact] : context.facts.known) {
    const auto parsed = parse_fact_key(key);
    const FactInfo* info = parsed && parsed->target.empty() ? find_fact(parsed->name) : nullptr;
    if (info == nullptr || info->probe != "network.call_stream") continue;
    return noted_line_rate(fact);
  }
  if (session.public_service) return std::nullopt;
  constexpr double enough = 50 * ip_bits_of_datagram(smallest_tagged_packet, true) / most_share;
  const auto surveyed =
      survey_line(session, enough, context.stop, session.on_this_machine ? nullptr : &context.budget);
  return surveyed ? surveyed->carries : std::nullopt;
}

/// Delay while the line is loaded, from a thread of its own.
void watch_delay(Context& context, const Session& session, double seconds, const std::atomic<bool>& over,
                 Loaded& loaded) {
  if (session.public_service) {
    loaded.no_stream = unmeasured(Cause::public_far_end);
    return;
  }
  StreamPlan plan;
  plan.packets_per_second = loaded.delay_packets;
  plan.seconds = seconds;
  plan.look_every = 0.05;
  auto stream = send_stream(session, plan, context.stop, session.on_this_machine ? nullptr : &context.budget,
                            [&](const StreamRecord&, double) { return over.load(); });
  if (stream)
    loaded.stream = std::move(*stream);
  else
    loaded.no_stream = stream.error();
}

/// The same to the router, so that a queue at home can be told from one beyond it.
void watch_gateway(Context& context, const Session& session, double seconds, const std::atomic<bool>& over,
                   Loaded& loaded) {
  if (!known(context, "network.gateway.latency")) return;
  const auto hop = first_hop(context.root, session.address);
  if (!hop) return;
  auto record = echo(*hop, EchoPlan{20, seconds, 0, 0.05}, context.stop,
                     [&](const EchoRecord&) { return over.load(); });
  if (record) loaded.gateway = std::move(*record);
}

/// A sender learns only after a round trip that this end has closed; what it sent until then still crosses
/// the line, and no socket counts it.
std::uint64_t still_on_the_way(const Loaded& loaded, bool ipv6) {
  const auto trips = round_trips(loaded.stream.packets);
  if (trips.empty()) return 0;
  const double trip = st::quantile_interval(trips, 0.5, st::Stopping::fixed).value;
  return static_cast<std::uint64_t>(loaded.rate.interval.value * tcp_wire_share(ipv6) / 8 * trip);
}

/// Runs all loads at once, each on a thread of its own, with the delay watched beside them.
void run_beside_watchers(Context& context, const Session& session,
                         std::span<const std::unique_ptr<TcpLoad>> loads, Loaded& loaded) {
  const double most = loaded.plan.seconds + loaded.plan.ramp_most + 5;
  std::atomic<bool> over = false;
  const std::jthread delay([&] { watch_delay(context, session, most, over, loaded); });
  const std::jthread gateway([&] { watch_gateway(context, session, most, over, loaded); });
  std::vector<std::jthread> others;
  for (const auto& load : loads.subspan(1)) others.emplace_back([&] { load->run(); });
  loads.front()->run();
  others.clear();
  over = true;
}

double median_trip(const Loaded& loaded) {
  std::vector<double> trips;
  for (const StreamPacket& packet : loaded.stream.packets) {
    const double sent = packet.sent + loaded.stream.began;
    if (packet.answered && sent >= loaded.from && sent <= loaded.until) trips.push_back(round_trip(packet));
  }
  return trips.empty() ? 0 : st::quantile_interval(trips, 0.5, st::Stopping::fixed).value;
}

/// An upload counts only as far as the far end received it: what this end hears acknowledged may be a
/// proxy's. `counts`: as this end heard.
void hold_against_far_end(std::span<const std::unique_ptr<TcpLoad>> loads, std::span<const ByteCount> counts,
                          double began, Loaded& loaded) {
  std::vector<std::string> answers;
  bool repeated = false, answered = false;
  for (const auto& load : loads) {
    answered = answered || load->transfer().status != 0;
    answers.push_back(load->transfer().response);
    repeated = repeated || load->repeated();
  }
  // Of nothing there is nothing to tell.
  if (answered && counts.empty()) return;
  const auto far = far_counts_of_all(answers);
  loaded.unconfirmed = !far;
  if (!far) loaded.rate = {};
  if (!far || counts.empty()) return;
  // What was lost is told of before what stood behind it is read there.
  constexpr double looks_apart = 0.1, after_loss = 0.5, share = 0.05;
  const double waits = repeated || loads.size() > 1 ? after_loss + 2 * median_trip(loaded) : 0;
  const double slack = looks_apart + share * (counts.back().at - began) + waits;
  if (!taken_before_they_arrived(counts, began, *far, slack)) return;
  loaded.taken_between = true;
  loaded.rate = rate_of(loaded.plan, *far);
}

/// What all the loads brought. Their far ends and methods are the same, so the first one's stand for all.
/// `tells`: the far end says what it received; one of the first version, and a public one, does not.
void take_in(std::span<const std::unique_ptr<TcpLoad>> loads, bool tells, Loaded& loaded) {
  std::vector<std::vector<ByteCount>> counts;
  double began = 0;
  for (const auto& load : loads) {
    counts.push_back(load->counts());
    began = std::max(began, load->began());
    loaded.until = std::max(loaded.until, load->ended());
    loaded.wire_bytes += load->wire_bytes();
    loaded.out_of_budget = loaded.out_of_budget || load->out_of_budget();
  }
  const auto sum = sum_of(counts);
  loaded.rate = rate_of(loaded.plan, sum);
  loaded.from = began + loaded.rate.ramp_seconds;
  loaded.seconds = loaded.until - began;
  loaded.transfer = loads.front()->transfer();
  if (loaded.plan.up && tells) hold_against_far_end(loads, sum, began, loaded);
}

}  // namespace

Loaded load_line(Context& context, const Session& session, const LoadPlan& plan, std::size_t connections) {
  Loaded loaded;
  loaded.plan = plan;
  loaded.connections = connections;
  LoadPlan each = loaded.plan;
  each.rate = (each.rate + connections - 1) / connections;
  each.most_bytes /= connections;
  // One of several cannot see whether all of them together decide.
  if (connections > 1) each.enough = {};
  BudgetMeter* const budget = session.on_this_machine ? nullptr : &context.budget;
  std::vector<std::unique_ptr<TcpLoad>> loads;
  for (std::size_t i = 0; i < connections; ++i)
    loads.push_back(std::make_unique<TcpLoad>(session, each, context.stop, budget));
  loaded.delay_packets = packets_for(slow_line(context, session), is_ipv6(session.udp_address));
  const DisturbanceWatch watch(context.root, route_device(session.address).value_or(""));
  run_beside_watchers(context, session, loads, loaded);
  take_in(loads, session.tag.has_value(), loaded);
  const std::uint64_t draining = plan.up ? 0 : still_on_the_way(loaded, is_ipv6(session.address));
  if (!session.on_this_machine) context.budget.spend(draining);
  loaded.wire_bytes +=
      draining + loaded.stream.wire_bytes + (loaded.gateway ? loaded.gateway->wire_bytes : 0);
  loaded.disturbance = watch.until_now(loaded.wire_bytes);
  if (session.on_this_machine) loaded.disturbance.other_rate = 0;
  loaded.taint = taint_of(loaded.disturbance, loaded.rate.interval.value);
  return loaded;
}

bool line_keeps_up(const Loaded& loaded) {
  return loaded.plan.rate > 0 &&
         loaded.rate.interval.value >= keeps_up * static_cast<double>(loaded.plan.rate);
}

bool one_cannot_fill(const Context& context, const Session& session, const Loaded& loaded) {
  constexpr double queue = 0.002;  // seconds; bbr leaves more in front of a line that it fills
  const auto idle = known(context, "network.latency");
  const double trip = median_trip(loaded);
  const st::Interval& rate = loaded.rate.interval;
  if (!idle || trip == 0 || rate.samples < 3 || session.public_service || line_keeps_up(loaded)) return false;
  if (session.max_rate > 0 && rate.value >= keeps_up * static_cast<double>(session.max_rate)) return false;
  if (loaded.plan.rate > 0 && loaded.plan.enough && loaded.plan.enough(loaded.rate)) return false;
  return trip < *idle + queue;
}

Loaded better_of(const Loaded& one, const Loaded& several) {
  constexpr double more = 1.1;
  Loaded better = several.rate.interval.value >= more * one.rate.interval.value ? several : one;
  better.wire_bytes = one.wire_bytes + several.wire_bytes;
  better.seconds = one.seconds + several.seconds;
  return better;
}

}  // namespace deskready::network
