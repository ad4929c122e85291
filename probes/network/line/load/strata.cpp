#include "probes/network/line/load/strata.h"

#include <algorithm>
#include <cmath>

namespace deskready::network {
namespace {

constexpr double more = 1.15;  ///< of the seconds of one load
constexpr std::size_t most_loads = 5, least_loads = 3;
constexpr double steady_least = 0.4, steady_trips = 3;
constexpr double beside = 0.05;      ///< seconds that a load needs beside what is known
constexpr double batch_least = 0.1;  ///< seconds
constexpr double first_window = 10;  ///< segments (RFC 6928)

/// A sender's window doubles each round trip from its first one on.
double slow_start(double rate, double trip) {
  const double windows = rate * trip / (first_window * segment_bits);
  return trip * (1 + std::ceil(std::log2(std::max(1.0, windows))));
}

double until_of(const Rate& rate) {
  return rate.from + static_cast<double>(rate.batches.size()) * rate.batch_seconds;
}

}  // namespace

double load_seconds(const Strata& strata) {
  return 2 * strata.trip + strata.skip + strata.steady + beside;
}

std::optional<Strata> strata_for(const Rate& first, const LoadPlan& plan, double trip) {
  if (!statistics::varies(first.batches)) return std::nullopt;
  const double took =
      first.ramp_seconds + static_cast<double>(first.batches.size()) * first.batch_seconds + 2 * trip;
  const double whole = plan.seconds + std::min(plan.ramp_most, first.ramp_seconds) + 2 * trip;
  const double left = more * whole - took;
  Strata strata{0, 0, slow_start(first.interval.value, trip), std::max(steady_least, steady_trips * trip),
                trip};
  const double fit = left / load_seconds(strata);
  if (fit < static_cast<double>(least_loads)) return std::nullopt;
  strata.loads = std::min(most_loads, static_cast<std::size_t>(fit));
  strata.seconds = left / static_cast<double>(strata.loads);
  return strata;
}

LoadPlan plan_of_one(const LoadPlan& first, const Strata& strata, std::uint64_t left) {
  LoadPlan plan = first;
  plan.skip = strata.skip;
  // An upload's first acknowledgement comes a round trip after its first byte, and no piece comes on time.
  plan.seconds = strata.skip + strata.steady + beside + (plan.up ? strata.trip : 0);
  plan.ramp_most = 0;
  plan.most_bytes = left;
  plan.batch_seconds = std::max(batch_least, std::min(first.batch_seconds, strata.steady / 2));
  plan.enough = {};
  return plan;
}

statistics::SampledMean rate_of_all(std::span<const Rate> rates) {
  if (rates.size() == 1) return {rates.front().interval};
  std::vector<statistics::Stretch> stretches;
  double seen = 0;
  for (const Rate& rate : rates) {
    stretches.push_back({rate.from, until_of(rate), rate.batches});
    seen += until_of(rate) - rate.from;
  }
  statistics::SampledMean mean = statistics::sampled_mean(stretches);
  const double grain = 2 * segment_bits / seen;
  mean.interval.low -= grain;
  mean.interval.high += grain;
  return mean;
}

double seconds_of_all(std::span<const Rate> rates) {
  return until_of(rates.back()) - rates.front().from;
}

}  // namespace deskready::network
