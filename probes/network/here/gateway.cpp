#include "probes/network/here/gateway.h"

#include <algorithm>
#include <cmath>

#include "config/facts/catalogue.h"
#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/here/interface.h"
#include "probes/network/here/link.h"
#include "probes/network/here/route.h"
#include "probes/network/sockets/echo_socket.h"
#include "probes/statistics/bounds.h"
#include "probes/statistics/look_thread.h"
#include "probes/statistics/statistics.h"

namespace deskready::network {
namespace {

namespace st = statistics;

constexpr double patience = 1;  ///< seconds; a later answer is none

/// Many routers answer no more than so many echoes a second without a limit of their own.
constexpr double gentle_rate = 20, loss_rate = 100;

int looks_of(const EchoPlan& plan) {
  return std::max(1, static_cast<int>((plan.seconds - plan.look_from) / plan.look_every) + 1);
}

/// Sends on fixed deadlines, whatever came back.
EchoRecord send_echoes(EchoSocket& socket, const EchoPlan& plan, const std::stop_token& stop,
                       const EchoEnough& enough) {
  EchoRecord record;
  record.how = Method(socket.how(), {{"rate", std::lround(plan.per_second)}});
  record.looks = enough ? looks_of(plan) : 1;
  st::LookThread<EchoRecord> looks(enough);
  const auto take_until = [&](double until) {
    do {
      while (const auto answer = socket.take()) {
        if (answer->number >= record.echoes.size()) continue;
        auto& echo = record.echoes[answer->number];
        const double trip = answer->at - echo.sent;
        if (!echo.trip && trip >= 0 && trip <= patience) {
          echo.trip = trip;
          record.wire_bytes += socket.bytes();
        }
      }
      socket.wait(until - monotonic_seconds());
    } while (monotonic_seconds() < until);
  };
  const double begin = monotonic_seconds();
  const auto total = static_cast<std::uint32_t>(plan.per_second * plan.seconds);
  double next_look = begin + plan.look_from;
  for (std::uint32_t i = 0; i < total && !stop.stop_requested() && !looks.enough(); ++i) {
    take_until(begin + i / plan.per_second);
    auto& echo = record.echoes.emplace_back(EchoRecord::Echo{monotonic_seconds(), {}});
    echo.refused = !socket.send(i);
    if (!echo.refused) record.wire_bytes += socket.bytes();
    if (monotonic_seconds() < next_look) continue;
    next_look += plan.look_every;
    looks.offer([&] { return record; });
  }
  const auto trips = record.trips();
  const double longest = trips.empty() ? patience : *std::max_element(trips.begin(), trips.end());
  if (!stop.stop_requested()) take_until(monotonic_seconds() + std::clamp(2 * longest, 0.05, patience));
  return record;
}

Fact base(const EchoRecord& record, double value, std::uint64_t samples, WallTime at) {
  Fact fact;
  fact.value = value;
  fact.samples = samples;
  fact.how = record.how;
  fact.at = at;
  fact.cost.bytes = record.wire_bytes;
  if (!record.echoes.empty()) fact.cost.seconds = record.echoes.back().sent - record.echoes.front().sent;
  return fact;
}

tl::expected<Fact, Unmeasured> latency(const EchoRecord& record, const FactKey& key, WallTime at) {
  const auto trips = record.trips();
  if (key.statistic == "max")
    return base(record, *std::max_element(trips.begin(), trips.end()), trips.size(), at);
  const bool p95 = key.statistic == "p95";
  if (!key.statistic.empty() && key.statistic != "median" && !p95)
    return tl::unexpected(unmeasured(
        Cause::unsupported, {Detail::delay_statistic_unsupported, {{"statistic", Term(key.statistic)}}}));
  auto interval = p95 ? st::tail_interval(trips, 0.95, st::alpha_95, record.looks)
                      : st::quantile_interval(trips, 0.5, st::Stopping::any_time);
  // Delays that change together may leave a median without bounds; all of many then bound it.
  constexpr std::size_t many = 50;
  if (!p95 && trips.size() >= many) {
    const auto [least, most] = std::minmax_element(trips.begin(), trips.end());
    if (std::isinf(interval.low)) interval.low = *least;
    if (std::isinf(interval.high)) interval.high = *most;
  }
  Fact fact = base(record, interval.value, trips.size(), at);
  set_bounds(fact, interval);
  double differences = 0;
  for (std::size_t i = 1; i < trips.size(); ++i) differences += std::abs(trips[i] - trips[i - 1]);
  if (trips.size() > 1) fact.detail["jitter"] = differences / static_cast<double>(trips.size() - 1);
  return fact;
}

Fact loss(const EchoRecord& record, WallTime at) {
  std::vector<bool> lost;
  for (const auto& echo : record.echoes) {
    if (!echo.refused) lost.push_back(!echo.trip);
  }
  const st::Interval interval = st::loss_interval(st::loss_row(lost));
  Fact fact = base(record, interval.value, interval.samples, at);
  fact.how.also(How::bursts_assumed);
  set_bounds(fact, interval);
  return fact;
}

EchoPlan plan_for(const Context& context) {
  EchoPlan plan{gentle_rate, context.depth == Depth::full ? 6.0 : 3.0};
  for (const Question& question : context.questions) {
    if (question.key.name == "network.gateway.loss" && !question.limits.empty()) plan = {loss_rate, 10};
  }
  return plan;
}

bool decided(const EchoRecord& record, const Context& context) {
  const Facts facts = gateway_facts(record, context.questions, {});
  return std::all_of(context.questions.begin(), context.questions.end(), [&](const Question& question) {
    const Fact* fact = facts.find(to_string(question.key));
    return fact != nullptr && fact->low && fact->high && !question.limits.empty() &&
           st::decided(*fact->low, *fact->high, question.limits);
  });
}

Facts measure(Context& context) {
  Facts facts;
  const auto fill = [&](const Unmeasured& why) {
    answer_the_rest(facts, context, why);
    return facts;
  };
  if (context.root != "/") return fill(unmeasured(Cause::unsupported, Detail::recorded_has_no_router));
  std::string towards;
  const auto session = context.far_end.session(context.stop);
  if (session && !(*session)->on_this_machine) towards = (*session)->address;
  const auto hop = first_hop(context.root, towards);
  if (!hop) return fill(unmeasured(Cause::condition, hop.error()));
  const auto record = echo(*hop, plan_for(context), context.stop, [&](const EchoRecord& so_far) {
    return context.depth == Depth::quick && decided(so_far, context);
  });
  if (!record) return fill(record.error());
  context.budget.spend(record->wire_bytes);
  if (context.stop.stop_requested()) return fill(unmeasured(Cause::stopped));
  return gateway_facts(*record, context.questions, context.clock.now());
}

Cost worst_cost(std::span<const Question>, Depth) {
  return {static_cast<std::uint64_t>(2 * loss_rate * 10 * 250), 11};
}

}  // namespace

std::vector<double> EchoRecord::trips(double from, double until) const {
  std::vector<double> answered;
  for (const Echo& echo : echoes) {
    if (echo.trip && echo.sent >= from && echo.sent < until) answered.push_back(*echo.trip);
  }
  return answered;
}

tl::expected<FirstHop, Explanation> first_hop(const std::filesystem::path& root, const std::string& towards) {
  // RFC 5737 and RFC 3849: addresses that stand for "anywhere"; only the routing table is asked.
  auto route = route_to(towards.empty() ? "192.0.2.1" : towards);
  if (!route && towards.empty()) route = route_to("2001:db8::1");
  if (!route) return tl::unexpected(Explanation(Detail::no_route));
  FirstHop hop{route->gateway, route->device};
  // The first hop of a tunnel is its far side; the router is on the link below. Where that cannot be told
  // there is none; where nothing is below, as in a container whose only device it is, the tunnel's first hop
  // is the nearest.
  if (kind_of(root, route->device) == LinkKind::tunnel) {
    const auto below = link_below(root, route->device);
    if (!below) return tl::unexpected(below.error());
    if (!below->device.empty()) hop = {gateway_of(root, below->device), below->device};
  }
  if (hop.address.empty()) return tl::unexpected(Explanation(Detail::no_router));
  return hop;
}

tl::expected<EchoRecord, Unmeasured> echo(const FirstHop& hop, const EchoPlan& plan,
                                          const std::stop_token& stop, const EchoEnough& enough) {
  auto socket = EchoSocket::open(hop.address, hop.device);
  if (!socket) return tl::unexpected(socket.error());
  EchoRecord record = send_echoes(**socket, plan, stop, enough);
  if (record.trips().empty() && !stop.stop_requested())
    return tl::unexpected(unmeasured(Cause::unsupported, Detail::router_no_echo));
  return record;
}

Facts gateway_facts(const EchoRecord& record, std::span<const Question> questions, WallTime at) {
  Facts facts;
  for (const Question& question : questions) {
    const std::string key = to_string(question.key);
    const bool plain = question.key.target.empty() && question.key.window.empty();
    if (!plain || record.trips().empty()) {
      facts.cannot(key,
                   plain ? unmeasured(Cause::too_few_samples)
                         : unmeasured(Cause::unsupported, {Detail::key_unsupported, {{"key", Term(key)}}}));
    } else if (question.key.name == "network.gateway.latency") {
      auto fact = latency(record, question.key, at);
      if (fact)
        facts.add(key, std::move(*fact));
      else
        facts.cannot(key, fact.error());
    } else if (question.key.name == "network.gateway.loss") {
      facts.add(key, loss(record, at));
    }
  }
  return facts;
}

Probe gateway_probe() {
  // A few packets a second beside the call stream disturb nobody; the line must be idle, though, so
  // throughput comes after it.
  return {"network.gateway", names_of("network.gateway"), Occupies::nothing, {}, worst_cost, measure};
}

}  // namespace deskready::network
