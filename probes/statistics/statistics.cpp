#include "probes/statistics/statistics.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace deskready::statistics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The normal quantile for the upper tail alpha / 2.
double normal_two_sided(double alpha) {
  return quantile(complement(boost::math::normal(), alpha / 2));
}

/// Student's t by the normal quantile of the same tail.
double student_by_normal(double freedom, double alpha) {
  return quantile(complement(boost::math::students_t(freedom), alpha / 2)) / normal_two_sided(alpha);
}

double log_beta(double a, double b) {
  return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}

/// k ln p, with 0 ln 0 = 0.
double times_log(double k, double p) {
  return k == 0 ? 0 : k * std::log(p);
}

/// k of n trials.
struct Trials {
  double hits, misses;
  Trials(std::uint64_t k, std::uint64_t n)
      : hits(static_cast<double>(k)), misses(static_cast<double>(n - k)) {}

  /// Logarithm of the likelihood of the chance p.
  double likelihood(double p) const { return times_log(hits, p) + times_log(misses, 1 - p); }
  double greatest_likelihood() const { return hits + misses > 0 ? likelihood(hits / (hits + misses)) : 0; }
  /// Logarithm of the mean likelihood of all chances, weighted by Beta(a, b).
  double mixed_likelihood(double a, double b) const {
    return log_beta(a + hits, b + misses) - log_beta(a, b);
  }
};

/// Logarithm of the mean likelihood of all two-state chains. The weights may favour what they like: seldom
/// and short bursts, for that is where limits lie, and one in ten for all others.
double mixed_likelihood(const Trials& starts, const Trials& ends) {
  const double favoured = std::log(0.9) + starts.mixed_likelihood(0.5, 100) + ends.mixed_likelihood(3, 0.5);
  const double others = std::log(0.1) + starts.mixed_likelihood(0.5, 0.5) + ends.mixed_likelihood(0.5, 0.5);
  const double greater = std::max(favoured, others);
  return greater + std::log(std::exp(favoured - greater) + std::exp(others - greater));
}

/// The greatest logarithm of a likelihood of any two-state chain that loses this share: starts with chance s,
/// ends with chance e = s (1 - loss) / loss, e at least `least_end`. A sum of concave functions of s, so by
/// golden section.
double greatest_likelihood(const Trials& starts, const Trials& ends, double loss, double least_end) {
  const double ratio = (1 - loss) / loss;
  double low = least_end / ratio;
  double high = std::min(1.0, 1 / ratio);
  if (low > high) return -infinity;
  const double golden = (std::sqrt(5.0) - 1) / 2;
  const auto likelihood = [&](double s) {
    return starts.likelihood(s) + ends.likelihood(std::min(1.0, s * ratio));
  };
  double a = high - golden * (high - low), b = low + golden * (high - low);
  double at_a = likelihood(a), at_b = likelihood(b);
  for (int i = 0; i < 40; ++i) {
    if (at_a >= at_b) {
      high = b;
      b = a;
      at_b = at_a;
      at_a = likelihood(a = high - golden * (high - low));
    } else {
      low = a;
      a = b;
      at_a = at_b;
      at_b = likelihood(b = low + golden * (high - low));
    }
  }
  return std::max({at_a, at_b, likelihood(low), likelihood(high)});
}

constexpr std::uint64_t enough_bursts = 5;  ///< for the likelihood ratio's limit distribution

/// The least chance that a burst ends: what is taken for granted while few were seen. Longer ones that were
/// seen show the assumption wrong, and their own length takes its place.
double least_end(const LossRow& row) {
  if (row.bursts >= enough_bursts) return 0;
  const double seen = (static_cast<double>(row.ends) + 1) / (static_cast<double>(row.ends_possible) + 2);
  if (row.bursts < 2) return std::min(1 / assumed_burst, seen);
  return std::min(1 / assumed_burst_of_few, seen / 1.5);
}

/// loss_interval, where `per_cluster` bursts tell no more than one.
Interval share_interval(const LossRow& row, double alpha, int looks, double per_cluster) {
  if (row.packets == 0) return {0, 0, 1, 0};
  const bool mixture = looks == 0 || row.bursts < enough_bursts;
  const double z = mixture ? 0 : normal_two_sided(alpha / looks);
  const double most_evidence = (mixture ? std::log(1 / alpha) : z * z / 2) * per_cluster;
  const double share = static_cast<double>(row.lost) / static_cast<double>(row.packets);
  const Trials starts(row.bursts, row.starts_possible), ends(row.ends, row.ends_possible);
  const double alternative =
      mixture ? mixed_likelihood(starts, ends) : starts.greatest_likelihood() + ends.greatest_likelihood();
  const auto possible = [&](double loss) {
    return alternative - greatest_likelihood(starts, ends, loss, least_end(row)) < most_evidence;
  };
  // What is possible is an interval around the share, so each bound is found by bisection from there.
  const auto bound = [&](double outside) {
    double in = share;
    for (int i = 0; i < 30; ++i) {
      const double middle = (in + outside) / 2;
      (possible(middle) ? in : outside) = middle;
    }
    return outside;
  };
  return {share, row.lost == 0 ? 0 : bound(0), row.lost == row.packets ? 1 : bound(1), row.packets};
}

/// How many bursts stand together, less than 20 packets apart, beyond what independent ones do; at least 1.
double bursts_per_cluster(const std::vector<bool>& lost) {
  constexpr std::size_t apart = 20;
  std::size_t bursts = 0, clusters = 0, since = apart;
  for (const bool now : lost) {
    if (now && since > 0) {
      ++bursts;
      if (since >= apart) ++clusters;
    }
    since = now ? 0 : since + 1;
  }
  if (clusters == 0) return 1;
  // Independent bursts stand together by chance, too.
  const double by_chance = std::exp(apart * static_cast<double>(bursts) / static_cast<double>(lost.size()));
  return std::max(1.0, static_cast<double>(bursts) / static_cast<double>(clusters) / by_chance);
}

/// Half-width of the rank interval, as a share of the samples.
double rank_half_width(double samples, double p, Stopping stopping, double alpha) {
  const double t = std::max(samples, 2.0);
  if (stopping == Stopping::fixed) return normal_two_sided(alpha) * std::sqrt(p * (1 - p) / t);
  const double l = (1.4 * std::log(std::log(2.1 * t)) + std::log(10 / alpha)) / t;
  return 1.5 * std::sqrt(p * (1 - p) * l) + 0.8 * l;
}

}  // namespace

bool decided(double low, double high, std::span<const double> limits) {
  return std::none_of(limits.begin(), limits.end(),
                      [&](double limit) { return low < limit && limit < high; });
}

double quantile(std::span<const double> sorted, double p) {
  const double rank = std::ceil(p * static_cast<double>(sorted.size()) - 1e-9);
  const auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
  return sorted[std::min(index, sorted.size() - 1)];
}

double effective_samples(std::span<const double> series) {
  const std::size_t n = series.size();
  if (n < 4) return static_cast<double>(n);
  const double mean = mean_of(series);
  const auto covariance = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < n; ++i) sum += (series[i] - mean) * (series[i + lag] - mean);
    return sum / static_cast<double>(n);
  };
  const double variance = covariance(0);
  if (variance <= 0) return static_cast<double>(n);
  // Lags beyond a quarter of the series are noise, and cost quadratic time.
  double sum = 0;
  for (std::size_t lag = 1; lag + 1 < std::min<std::size_t>(n / 4, 500); lag += 2) {
    const double pair = (covariance(lag) + covariance(lag + 1)) / variance;
    if (pair <= 0) break;
    sum += pair;
  }
  return std::clamp(static_cast<double>(n) / (1 + 2 * sum), 1.0, static_cast<double>(n));
}

Interval quantile_interval(std::span<const double> series, double p, Stopping stopping, double alpha) {
  if (series.empty()) return {0, -infinity, infinity, 0};
  std::vector<double> sorted(series.begin(), series.end());
  std::sort(sorted.begin(), sorted.end());
  Interval interval{quantile(sorted, p), -infinity, infinity, series.size()};
  std::vector<double> at_most(series.size());
  std::transform(series.begin(), series.end(), at_most.begin(),
                 [&](double x) { return x <= interval.value ? 1.0 : 0.0; });
  const double n = static_cast<double>(series.size());
  const double half = rank_half_width(effective_samples(at_most), p, stopping, alpha);
  const double low_rank = std::floor((p - half) * n);
  const double high_rank = std::ceil((p + half) * n) + 1;
  if (low_rank >= 1) interval.low = sorted[static_cast<std::size_t>(low_rank) - 1];
  if (high_rank <= n) interval.high = sorted[static_cast<std::size_t>(high_rank) - 1];
  return interval;
}

namespace {

/// `factor`: half-width by the standard deviation of a batch, from the number of batches.
template <typename Factor>
Interval around_mean(std::span<const double> batch_means, Factor factor) {
  if (batch_means.empty()) return {0, -infinity, infinity, 0};
  const double mean = mean_of(batch_means);
  const double n = static_cast<double>(batch_means.size());
  if (batch_means.size() < 2) return {mean, -infinity, infinity, 1};
  double squares = 0;
  for (const double x : batch_means) squares += (x - mean) * (x - mean);
  const double half = factor(n) * std::sqrt(squares / (n - 1));
  return {mean, mean - half, mean + half, batch_means.size()};
}

}  // namespace

Interval mean_interval(std::span<const double> batch_means, double alpha) {
  return around_mean(batch_means, [&](double n) {
    constexpr double r = 0.3;
    return student_by_normal(n - 1, alpha) *
           std::sqrt(2 * (n * r + 1) / (n * n * r) * std::log(std::sqrt(n * r + 1) / alpha));
  });
}

Interval fixed_mean_interval(std::span<const double> batch_means, double alpha) {
  return around_mean(batch_means, [&](double n) {
    return student_by_normal(n - 1, alpha) * normal_two_sided(alpha) / std::sqrt(n);
  });
}

std::vector<double> batch_means(std::span<const double> series, std::size_t size) {
  std::vector<double> means;
  for (std::size_t i = 0; i + size <= series.size(); i += size)
    means.push_back(mean_of(series.subspan(i, size)));
  return means;
}

Interval binomial_interval(std::uint64_t k, std::uint64_t n, double alpha) {
  if (n == 0) return {0, 0, 1, 0};
  const auto hits = static_cast<double>(k);
  const auto misses = static_cast<double>(n - k);
  const double share = hits / static_cast<double>(n);
  const double mixture = log_beta(0.5 + hits, 0.5 + misses) - log_beta(0.5, 0.5);
  const auto inside = [&](double p) {
    return mixture - times_log(hits, p) - times_log(misses, 1 - p) < std::log(1 / alpha);
  };
  // The likelihood falls on both sides of the share, so each bound is found by bisection from there.
  const auto bound = [&](double outside) {
    double in = share;
    for (int i = 0; i < 100; ++i) {
      const double middle = (in + outside) / 2;
      (inside(middle) ? in : outside) = middle;
    }
    return outside;
  };
  return {share, k == 0 ? 0 : bound(0), k == n ? 1 : bound(1), n};
}

LossRow loss_row(const std::vector<bool>& lost) {
  LossRow row;
  row.packets = lost.size();
  bool before = false;
  for (const bool now : lost) {
    if (now) ++row.lost;
    if (before) {
      ++row.ends_possible;
      if (!now) ++row.ends;
    } else {
      ++row.starts_possible;
      if (now) ++row.bursts;
    }
    before = now;
  }
  return row;
}

Interval loss_interval(const LossRow& row, double alpha, int looks) {
  return share_interval(row, alpha, looks, 1);
}

Interval tail_interval(std::span<const double> series, double p, double alpha, int looks) {
  if (series.empty()) return {0, -infinity, infinity, 0};
  std::vector<double> sorted(series.begin(), series.end());
  std::sort(sorted.begin(), sorted.end());
  const auto above = [&](std::size_t rank) {
    std::vector<bool> over(series.size());
    std::transform(series.begin(), series.end(), over.begin(), [&](double x) { return x > sorted[rank]; });
    return share_interval(loss_row(over), alpha, looks, bursts_per_cluster(over));
  };
  // The share above falls with the rank, and its bounds with it, but for steps too small to matter.
  const auto first = [&](const auto& holds) {
    std::size_t low = 0, high = sorted.size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (holds(middle))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  };
  const std::size_t upper = first([&](std::size_t rank) { return above(rank).high <= 1 - p; });
  const std::size_t lower = first([&](std::size_t rank) { return above(rank).low <= 1 - p; });
  Interval interval{quantile(sorted, p), -infinity, infinity, series.size()};
  if (upper < sorted.size()) interval.high = sorted[upper];
  if (lower > 0) interval.low = sorted[lower];
  // Memory that is longer than a two-state chain's shows in the autocorrelation.
  const Interval ranks = quantile_interval(series, p, Stopping::fixed, alpha / looks);
  if (std::isfinite(ranks.low)) interval.low = std::min(interval.low, ranks.low);
  if (std::isfinite(ranks.high)) interval.high = std::max(interval.high, ranks.high);
  interval.low = std::min(interval.low, interval.value);
  interval.high = std::max(interval.high, interval.value);
  return interval;
}

Interval burst_ratio_interval(const LossRow& row, double alpha) {
  if (row.bursts == 0) return {0, 0, infinity, 0};
  const double received = 1 - static_cast<double>(row.lost) / static_cast<double>(row.packets);
  const double value = row.mean_burst() * received;
  const Interval end = binomial_interval(row.ends, row.ends_possible, alpha);
  const double low = received / end.high;
  const double high = end.low <= 0 ? infinity : received / end.low;
  return {value, std::min(low, value), std::max(high, value), row.bursts};
}

}  // namespace deskready::statistics
