#include "probes/statistics/sampled_mean.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace deskready::statistics {
namespace {

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double student(double freedom, double alpha) {
  return quantile(complement(boost::math::students_t(freedom), alpha / 2));
}

/// Where the time of each stretch ends and that of the next one begins; the ends of the whole time included.
std::vector<double> edges_of(std::span<const Stretch> stretches) {
  std::vector<double> edges{stretches.front().from};
  for (std::size_t i = 0; i + 1 < stretches.size(); ++i)
    edges.push_back((stretches[i].until + stretches[i + 1].from) / 2);
  edges.push_back(stretches.back().until);
  return edges;
}

/// From successive differences.
double deviation_of(std::span<const double> means) {
  double squares = 0;
  for (std::size_t i = 0; i + 1 < means.size(); ++i)
    squares += (means[i + 1] - means[i]) * (means[i + 1] - means[i]);
  return std::sqrt(squares / (2 * static_cast<double>(means.size() - 1)));
}

/// Degrees of freedom of such a deviation of n values.
double freedom_of(std::size_t values) {
  const auto n = static_cast<double>(values);
  return 2 * (n - 1) * (n - 1) / (3 * n - 4);
}

double half_within(std::span<const Stretch> stretches, std::span<const double> means, std::size_t batches,
                   double alpha) {
  if (batches <= stretches.size()) return 0;
  const auto freedom = static_cast<double>(batches - stretches.size());
  double squares = 0;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    for (const double batch : stretches[i].batches) squares += (batch - means[i]) * (batch - means[i]);
  }
  return student(freedom, alpha) * std::sqrt(squares / freedom / static_cast<double>(batches));
}

}  // namespace

SampledMean sampled_mean(std::span<const Stretch> stretches, double alpha) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  SampledMean mean{{0, -infinity, infinity, 0}};
  if (stretches.empty()) return mean;
  Interval& interval = mean.interval;
  const auto edges = edges_of(stretches);
  const double whole = edges.back() - edges.front();
  std::vector<double> means;
  double unseen = 0;  // sum of w^2 (1 - f)
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const double time = edges[i + 1] - edges[i];
    const double weight = time / whole;
    means.push_back(mean_of(stretches[i].batches));
    interval.value += weight * means.back();
    interval.samples += stretches[i].batches.size();
    unseen += weight * weight * (1 - (stretches[i].until - stretches[i].from) / time);
  }
  if (stretches.size() < 3) return mean;
  mean.deviation = deviation_of(means);
  const double among = student(freedom_of(means.size()), alpha) * mean.deviation * std::sqrt(unseen);
  const double half = std::max(among, half_within(stretches, means, interval.samples, alpha));
  interval.low = interval.value - half;
  interval.high = interval.value + half;
  return mean;
}

bool varies(std::span<const double> batch_means) {
  constexpr std::size_t least = 4;
  constexpr double much = 0.1;
  if (batch_means.size() < least) return false;
  std::vector<double> steps;
  for (std::size_t i = 0; i + 1 < batch_means.size(); ++i)
    steps.push_back(std::abs(batch_means[i + 1] - batch_means[i]));
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle > much * mean_of(batch_means);
}

}  // namespace deskready::statistics
