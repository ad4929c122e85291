#include "probes/network/line/load/throughput.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <thread>

#include "probes/network/far_end/far_end.h"
#include "probes/network/far_end/large_packets.h"
#include "probes/network/here/gateway.h"
#include "probes/network/here/route.h"
#include "probes/network/line/load/tcp_load.h"
#include "probes/network/line/packets/packet_path.h"
#include "probes/network/line/packets/packet_stream.h"

namespace deskready::network {
namespace {

namespace st = statistics;

constexpr std::string_view names[] = {"network.download",
                                      "network.upload",
                                      "network.latency_download",
                                      "network.latency_upload",
                                      "network.bufferbloat_download",
                                      "network.bufferbloat_upload",
                                      "network.congestion_control"};
constexpr double headroom = 1.1;  ///< offered above the highest limit
/// Bytes on the wire a direction, whatever the line could carry: both fit into what a run may cost.
constexpr std::uint64_t most_bytes = 120'000'000;
constexpr double batch_least = 0.1, batch_most = 0.4;  ///< seconds
constexpr double full_seconds = 4.4;  ///< half of what others take, with what is left to drain
constexpr double quick_seconds = 3,
                 ramp_most = 2;  ///< the latter for slow start, and only as long as it takes
constexpr std::size_t most_connections = 8;
constexpr double fine_enough = 0.01;  ///< half of the interval by the value, at full depth

struct Way {
  bool up = false;
  std::string_view rate_name, delay_name, added_name;
};
constexpr Way ways[] = {
    {false, "network.download", "network.latency_download", "network.bufferbloat_download"},
    {true, "network.upload", "network.latency_upload", "network.bufferbloat_upload"}};

std::vector<double> limits_of(std::span<const Question> questions, std::string_view name) {
  for (const Question& question : questions) {
    if (question.key.name == name) return question.limits;
  }
  return {};
}

bool asks(std::span<const Question> questions, const Way& way) {
  return std::any_of(questions.begin(), questions.end(), [&](const Question& question) {
    const std::string& name = question.key.name;
    return name == way.rate_name || name == way.delay_name || name == way.added_name ||
           (!way.up && name == "network.congestion_control");
  });
}

/// bit/s; 0 is as fast as it goes.
std::uint64_t offered(std::span<const Question> questions, const Way& way, Depth depth) {
  const auto limits = limits_of(questions, way.rate_name);
  if (limits.empty() || depth == Depth::full) return 0;
  return static_cast<std::uint64_t>(limits.back() * headroom);
}

Cost worst_cost(std::span<const Question> questions, Depth depth) {
  Cost cost;
  for (const Way& way : ways) {
    if (!asks(questions, way)) continue;
    const double seconds = depth == Depth::full ? full_seconds : quick_seconds + ramp_most;
    const auto rate = offered(questions, way, depth);
    // Slow start carries half of the rate at most.
    const double at_rate = depth == Depth::full ? full_seconds : quick_seconds + ramp_most / 2;
    const auto bytes = static_cast<std::uint64_t>(static_cast<double>(rate) * wire_share / 8 * at_rate);
    cost += {rate > 0 ? std::min(bytes, most_bytes) : most_bytes, seconds + 2};
  }
  return cost;
}

std::optional<double> known(const Context& context, std::string_view key) {
  const Fact* fact = context.facts.find(key);
  const double* value = fact != nullptr ? std::get_if<double>(&fact->value) : nullptr;
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

LoadPlan plan_for(const Context& context, const Session& session, const Way& way) {
  LoadPlan plan;
  plan.up = way.up;
  constexpr std::uint64_t acknowledged = 97;  // percent; the rest is for what goes the other way
  plan.most_bytes = most_bytes * acknowledged / 100;
  const auto trip = known(context, "network.latency");
  plan.rate = offered(context.questions, way, context.depth);
  if (!session.public_service) plan.rate = std::min(plan.rate, session.max_rate);
  plan.batch_seconds =
      std::clamp(std::max(trip.value_or(0) * 4, regular_seconds(plan.rate)), batch_least, batch_most);
  plan.seconds = context.depth == Depth::full ? full_seconds : quick_seconds;
  plan.ramp_most = context.depth == Depth::full ? 0 : ramp_most;
  const auto limits = limits_of(context.questions, way.rate_name);
  if (context.depth == Depth::full) {
    plan.enough = [](const Rate& rate) {
      return rate.interval.high - rate.interval.low <= 2 * fine_enough * rate.interval.value;
    };
  } else if (!limits.empty()) {
    plan.enough = [limits](const Rate& rate) {
      return st::decided(rate.interval.low, rate.interval.high, limits);
    };
  }
  return plan;
}

/// One direction, loaded once, with everything that was watched beside it.
struct Loaded {
  LoadPlan plan;
  Rate rate;
  double from = 0, until = 0;  ///< the steady part, CLOCK_MONOTONIC, seconds
  double seconds = 0;          ///< of the transfer
  std::size_t connections = 1;
  std::uint64_t wire_bytes = 0;
  HttpTransfer transfer;
  bool out_of_budget = false;
  StreamRecord stream;
  std::optional<Unmeasured> no_stream;
  std::optional<EchoRecord> gateway;
  Disturbance disturbance;
  std::string taint;
};

/// Delay while the line is loaded: 50 packets a second from a thread of their own.
void watch_delay(Context& context, const Session& session, double seconds, const std::atomic<bool>& over,
                 Loaded& loaded) {
  if (session.public_service) {
    loaded.no_stream = unmeasured(Cause::public_far_end);
    return;
  }
  StreamPlan plan;
  plan.packets_per_second = 50;
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
std::uint64_t still_on_the_way(const Loaded& loaded) {
  const auto trips = round_trips(loaded.stream.packets);
  if (trips.empty()) return 0;
  const double trip = st::quantile_interval(trips, 0.5, st::Stopping::fixed).value;
  return static_cast<std::uint64_t>(loaded.rate.interval.value * wire_share / 8 * trip);
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

/// What all the loads brought. Their far ends and methods are the same, so the first one's stand for all.
void take_in(std::span<const std::unique_ptr<TcpLoad>> loads, Loaded& loaded) {
  std::vector<std::vector<ByteCount>> counts;
  double began = 0;
  for (const auto& load : loads) {
    counts.push_back(load->counts());
    began = std::max(began, load->began());
    loaded.until = std::max(loaded.until, load->ended());
    loaded.wire_bytes += load->wire_bytes();
    loaded.out_of_budget = loaded.out_of_budget || load->out_of_budget();
  }
  const auto& plan = loaded.plan;
  loaded.rate = plan.rate > 0 ? offered_rate(sum_of(counts), plan.batch_seconds, plan.rate)
                              : steady_rate(sum_of(counts), plan.batch_seconds);
  loaded.from = began + loaded.rate.ramp_seconds;
  loaded.seconds = loaded.until - began;
  loaded.transfer = loads.front()->transfer();
}

Loaded load_way(Context& context, const Session& session, const Way& way, std::size_t connections = 1) {
  Loaded loaded;
  loaded.plan = plan_for(context, session, way);
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
  const DisturbanceWatch watch(context.root, route_device(session.address).value_or(""));
  run_beside_watchers(context, session, loads, loaded);
  take_in(loads, loaded);
  const std::uint64_t draining = way.up ? 0 : still_on_the_way(loaded);
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

double median_trip(const Loaded& loaded) {
  std::vector<double> trips;
  for (const StreamPacket& packet : loaded.stream.packets) {
    const double sent = packet.sent + loaded.stream.began;
    if (packet.answered && sent >= loaded.from && sent <= loaded.until) trips.push_back(round_trip(packet));
  }
  return trips.empty() ? 0 : st::quantile_interval(trips, 0.5, st::Stopping::fixed).value;
}

/// Whether one connection is the narrow place and not the line: less than was offered (or, at full depth,
/// than there may be) came, no queue grew meanwhile, and a question is open.
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

Unmeasured why_no_rate(const Context& context, const Loaded& loaded) {
  if (context.stop.stop_requested()) return unmeasured(Cause::stopped);
  if (loaded.out_of_budget) return unmeasured(Cause::budget);
  const HttpTransfer& transfer = loaded.transfer;
  if (!transfer.error.empty()) return unmeasured(Cause::far_end_failed, transfer.error);
  if (transfer.status == 503) return unmeasured(Cause::far_end_busy);
  if (transfer.status != 0 && transfer.status != 200)
    return unmeasured(Cause::far_end_failed, fmt::format("it answers with status {}", transfer.status));
  return unmeasured(Cause::too_few_samples);
}

void describe(Fact& fact, const Context& context, const Loaded& loaded) {
  fact.at = context.clock.now();
  fact.cost = {loaded.wire_bytes, loaded.seconds};
  fact.detail["other_traffic"] = loaded.disturbance.other_rate;
  fact.detail["waited_for_processor"] = loaded.disturbance.waited;
  if (!loaded.taint.empty()) fact.detail["tainted"] = loaded.taint;
}

/// The sender's is what shapes a download; this end's an upload.
std::string congestion_of(const Loaded& loaded) {
  return loaded.plan.up ? loaded.transfer.congestion : loaded.transfer.far_congestion;
}

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
  const std::string connections =
      loaded.connections == 1
          ? "1 connection"
          : fmt::format("{} connections, because one did not fill the line", loaded.connections);
  fact.method =
      loaded.plan.rate > 0
          ? fmt::format("TCP, {}, offered {}", connections,
                        format_quantity(static_cast<double>(loaded.plan.rate), Unit::bit_per_second))
          : fmt::format("TCP, {}, as fast as it goes", connections);
  fact.method +=
      loaded.rate.even
          ? std::string("; from the end of slow start, as evenly as it was offered")
          : fmt::format("; batches of {} from the end of slow start, nearly independent of each other",
                        format_quantity(loaded.rate.batch_seconds, Unit::second, 2));
  if (session.public_service) fact.method += "; " + to_words(*session.public_service);
  describe(fact, context, loaded);
  fact.detail["wire_rate"] = rate.value * wire_share;
  fact.detail["ramp_seconds"] = loaded.rate.ramp_seconds;
  fact.detail["steady_seconds"] = static_cast<double>(rate.samples) * loaded.rate.batch_seconds;
  fact.detail["congestion_control"] = congestion_of(loaded);
  fact.detail["connections"] = loaded.connections;
  fact.detail["address_family"] = session.address.find(':') == std::string::npos ? "IPv4" : "IPv6";
  return fact;
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
  fact.method =
      steady ? "STAMP, 50 packets/s, beside the steady load" : "STAMP, 50 packets/s, beside the load";
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

/// Loaded less idle; the bounds are those of both together.
tl::expected<Fact, Unmeasured> added_fact(const Context& context,
                                          const tl::expected<Fact, Unmeasured>& under_load) {
  if (!under_load) return under_load;
  const Fact* idle = context.facts.find("network.latency");
  if (idle == nullptr)
    return tl::unexpected(unmeasured(Cause::too_few_samples, "the delay without load is not known"));
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
  if (router && fact.detail.contains("gateway"))
    fact.detail["gateway_added"] = std::max(0.0, fact.detail["gateway"].get<double>() - *router);
  return fact;
}

void put(Facts& facts, std::string_view key, tl::expected<Fact, Unmeasured> answer) {
  if (answer)
    facts.add(key, std::move(*answer));
  else
    facts.cannot(key, std::move(answer.error()));
}

/// Several connections are shown only where they bring more; what both cost is the cost of the one shown.
Loaded better_of(const Loaded& one, const Loaded& several) {
  constexpr double more = 1.1;
  Loaded better = several.rate.interval.value >= more * one.rate.interval.value ? several : one;
  better.wire_bytes = one.wire_bytes + several.wire_bytes;
  better.seconds = one.seconds + several.seconds;
  return better;
}

void measure_way(Context& context, const Session& session, const Way& way, Facts& facts) {
  if (const auto why = context.guard.may_load()) {
    for (const auto name : {way.rate_name, way.delay_name, way.added_name}) facts.cannot(name, *why);
    return;
  }
  context.conversation.progress(way.up ? "Measuring the upload" : "Measuring the download");
  Loaded loaded = load_way(context, session, way);
  // What disturbed it may be over by now; a second disturbed measurement says so and is kept.
  const bool affordable = context.budget.left() > 2 * loaded.wire_bytes;
  const auto again = [&] {
    return affordable && !context.stop.stop_requested() && !context.guard.may_load();
  };
  if (!loaded.taint.empty() && again()) loaded = load_way(context, session, way);
  if (loaded.taint.empty() && one_cannot_fill(context, session, loaded) && again())
    loaded = better_of(loaded, load_way(context, session, way, most_connections));
  auto rate = rate_fact(context, loaded, session);
  const bool nothing_came = !rate && loaded.rate.interval.samples == 0 && !loaded.out_of_budget;
  if (nothing_came && !session.public_service && !context.stop.stop_requested() &&
      loaded.transfer.status != 503 && loses_large_packets(session, way.up, context.stop))
    rate = tl::unexpected(unmeasured(Cause::far_end_failed, large_packets_lost));
  put(facts, way.rate_name, std::move(rate));
  const auto delay = delay_fact(context, loaded);
  put(facts, way.delay_name, delay);
  put(facts, way.added_name, added_fact(context, delay));
  if (way.up) return;
  Fact method;
  method.value = congestion_of(loaded);
  method.method = "as the far end names it";
  describe(method, context, loaded);
  if (!congestion_of(loaded).empty())
    facts.add("network.congestion_control", std::move(method));
  else
    facts.cannot("network.congestion_control",
                 unmeasured(Cause::unsupported, "the far end does not name it"));
}

Facts measure(Context& context) {
  Facts facts;
  const auto session = context.far_end.session(context.stop);
  for (const Way& way : ways) {
    if (session && asks(context.questions, way) && !context.stop.stop_requested())
      measure_way(context, **session, way, facts);
  }
  Facts asked;
  for (const Question& question : context.questions) {
    const std::string key = to_string(question.key);
    if (const Fact* fact = facts.find(key)) asked.add(key, *fact);
    if (const Unmeasured* why = facts.why_not(key)) asked.cannot(key, *why);
  }
  const Unmeasured left =
      context.stop.stop_requested() ? unmeasured(Cause::stopped)
      : session ? unmeasured(Cause::unsupported, "it is measured to the far end as a whole only")
                : session.error();
  answer_the_rest(asked, context, names, left);
  return asked;
}

constexpr std::string_view reads[] = {"network.call_stream", "network.gateway"};

}  // namespace

Probe throughput_probe() {
  return {"network.throughput", names, Occupies::link, reads, worst_cost, measure};
}

}  // namespace deskready::network
