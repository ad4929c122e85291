#include "probes/network/line/load/load_plan.h"

#include <algorithm>

#include "config/facts/catalogue.h"
#include "probes/network/line/load/strata.h"
#include "probes/network/wire/frame.h"

namespace deskready::network {
namespace {

namespace st = statistics;

constexpr double batch_least = 0.1, batch_most = 0.4;  ///< seconds
constexpr double full_seconds = 4.4;  ///< half of what others take, with what is left to drain
constexpr double quick_seconds = 3,
                 ramp_most = 2;  ///< the latter for slow start, and only as long as it takes
constexpr double filling_seconds = 2;
constexpr std::uint64_t acknowledged = 97;  ///< percent of the bytes; the rest is for what goes the other way
constexpr double fine_enough = 0.01;        ///< half of the interval by the value, at full depth

std::vector<double> limits_of(std::span<const Question> questions, std::string_view name) {
  for (const Question& question : questions) {
    if (question.key.name == name) return question.limits;
  }
  return {};
}

/// bit/s; 0 is as fast as it goes.
std::uint64_t offered(std::span<const Question> questions, const Way& way, Depth depth) {
  const auto limits = limits_of(questions, way.rate_name);
  if (limits.empty() || depth == Depth::full) return 0;
  return static_cast<std::uint64_t>(limits.back() * find_fact(way.rate_name)->offered);
}

}  // namespace

bool asks(std::span<const Question> questions, const Way& way) {
  return std::any_of(questions.begin(), questions.end(), [&](const Question& question) {
    const std::string& name = question.key.name;
    return name == way.rate_name || name == way.delay_name || name == way.added_name ||
           (!way.up && name == "network.congestion_control");
  });
}

bool asks_for_queue(std::span<const Question> questions, const Way& way) {
  return std::any_of(questions.begin(), questions.end(),
                     [&](const Question& question) { return question.key.name == way.queue_name; });
}

Cost worst_cost_of_load(std::span<const Question> questions, Depth depth) {
  Cost cost;
  for (const Way& way : ways) {
    if (asks_for_queue(questions, way)) cost += {most_filling_bytes, filling_seconds + 2};
    if (!asks(questions, way)) continue;
    const double seconds = depth == Depth::full ? full_seconds : quick_seconds + ramp_most;
    const auto rate = offered(questions, way, depth);
    // Slow start carries half of the rate at most.
    const double at_rate = depth == Depth::full ? full_seconds : quick_seconds + ramp_most / 2;
    const auto bytes =
        static_cast<std::uint64_t>(static_cast<double>(rate) * tcp_wire_share(true) / 8 * at_rate);
    cost += {rate > 0 ? std::min(bytes, most_bytes) : most_bytes, seconds + 2};
  }
  return cost;
}

double usual_seconds_of_load(std::span<const Question> questions, Depth depth) {
  double seconds = 0;
  for (const Way& way : ways) {
    if (asks_for_queue(questions, way)) seconds += filling_seconds + 0.5;
    if (asks(questions, way)) seconds += depth == Depth::full ? full_seconds + 1 : 1.5;
  }
  return seconds;
}

std::optional<double> known(const Context& context, std::string_view key) {
  const Fact* fact = context.facts.find(key);
  const double* value = fact != nullptr ? std::get_if<double>(&fact->value) : nullptr;
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

LoadPlan plan_for(const Context& context, const Session& session, const Way& way) {
  LoadPlan plan;
  plan.up = way.up;
  plan.most_bytes = most_bytes * acknowledged / 100;
  const auto trip = known(context, "network.latency");
  plan.rate = offered(context.questions, way, context.depth);
  if (!session.public_service) plan.rate = std::min(plan.rate, session.max_rate);
  plan.batch_seconds =
      std::clamp(std::max(trip.value_or(0) * 4, regular_seconds(plan.rate)), batch_least, batch_most);
  plan.seconds = context.depth == Depth::full ? full_seconds : quick_seconds;
  plan.ramp_most = context.depth == Depth::full ? 0 : ramp_most;
  const auto limits = limits_of(context.questions, way.rate_name);
  // A limit is decided by one load, which names its seconds: docs/benchmarks-varying-lines.md has how
  // rightly.
  if (!limits.empty() && context.depth == Depth::quick) {
    plan.enough = [limits](const Rate& rate) {
      return st::decided(rate.interval.low, rate.interval.high, limits);
    };
    return plan;
  }
  const bool fine = context.depth == Depth::full;
  // A line that changes is left here, to be looked at from moment to moment.
  const auto goes_on = session.public_service ? std::nullopt : trip;
  plan.enough = [fine, goes_on, until = plan](const Rate& rate) {
    const bool known_well =
        fine && rate.interval.high - rate.interval.low <= 2 * fine_enough * rate.interval.value;
    return known_well || (goes_on && strata_for(rate, until, *goes_on));
  };
  return plan;
}

LoadPlan filling_plan(const Way& way) {
  LoadPlan plan;
  plan.up = way.up;
  plan.seconds = filling_seconds;
  plan.most_bytes = most_filling_bytes * acknowledged / 100;
  plan.fills_queue = true;
  return plan;
}

}  // namespace deskready::network
