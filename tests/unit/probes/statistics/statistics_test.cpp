#include "probes/statistics/statistics.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

namespace deskready::statistics {
namespace {

using testing::DoubleNear;
using testing::Ge;
using testing::Le;

// Share of `runs` seeded simulations whose interval holds the truth.
template <typename Simulate>
double coverage(int runs, double truth, Simulate simulate) {
  int held = 0;
  for (int run = 0; run < runs; ++run) {
    std::mt19937_64 random(static_cast<std::uint64_t>(run) + 1);
    const Interval interval = simulate(random);
    held += interval.low <= truth && truth <= interval.high ? 1 : 0;
  }
  return held / static_cast<double>(runs);
}

std::vector<bool> gilbert(std::mt19937_64& random, double share, double burst, int packets) {
  const double end = 1 / burst;
  const double start = end * share / (1 - share);
  std::uniform_real_distribution<double> uniform;
  std::vector<bool> lost;
  bool bad = uniform(random) < share;
  for (int i = 0; i < packets; ++i) {
    lost.push_back(bad);
    bad = uniform(random) < (bad ? 1 - end : start);
  }
  return lost;
}

TEST(Quantile, IsAnOrderStatistic) {
  const std::vector<double> sorted = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_EQ(quantile(sorted, 0.5), 5);
  EXPECT_EQ(quantile(sorted, 0.95), 10);
  EXPECT_EQ(quantile(sorted, 0.9), 9);
  EXPECT_EQ(quantile(sorted, 0), 1);
  EXPECT_EQ(quantile(sorted, 1), 10);
}

TEST(QuantileInterval, HasTheWidthOfTheReference) {
  // deciding.md: at t = 300, p = 0.5, alpha = 0.05 the half-width is 0.143 of the ranks. Values that follow
  // each other by a step coprime with their number have no autocorrelation worth mentioning.
  std::vector<double> series;
  for (int i = 0; i < 300; ++i) series.push_back(i * 131 % 300);
  const Interval interval = quantile_interval(series, 0.5, Stopping::any_time);
  EXPECT_THAT(interval.low, DoubleNear((0.5 - 0.143) * 300, 3));
  EXPECT_THAT(interval.high, DoubleNear((0.5 + 0.143) * 300, 3));
}

TEST(QuantileInterval, SaysNothingBeyondTheSamples) {
  std::vector<double> series;
  for (int i = 0; i < 100; ++i) series.push_back(i * 37 % 100);
  EXPECT_TRUE(std::isinf(quantile_interval(series, 0.99, Stopping::fixed).high));
  EXPECT_FALSE(std::isinf(quantile_interval(series, 0.99, Stopping::fixed).low));
}

TEST(QuantileInterval, CoversIndependentAndCorrelatedSeries) {
  const double truth = 0;  // the median of a symmetric series
  for (const double rho : {0.0, 0.8}) {
    const double share = coverage(300, truth, [&](std::mt19937_64& random) {
      std::normal_distribution<double> normal;
      std::vector<double> series;
      double x = normal(random) / std::sqrt(1 - rho * rho);
      for (int i = 0; i < 300; ++i) series.push_back(x = rho * x + normal(random));
      return quantile_interval(series, 0.5, Stopping::any_time);
    });
    EXPECT_THAT(share, Ge(0.95)) << "autocorrelation " << rho;
  }
}

TEST(QuantileInterval, FixedCoversATail) {
  const double truth = -std::log(0.01);  // p99 of the exponential distribution
  const double share = coverage(300, truth, [](std::mt19937_64& random) {
    std::exponential_distribution<double> exponential;
    std::vector<double> series(500);
    for (double& x : series) x = exponential(random);
    return quantile_interval(series, 0.99, Stopping::fixed);
  });
  EXPECT_THAT(share, Ge(0.93));
}

TEST(EffectiveSamples, ShrinkWithDependence) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  std::vector<double> independent;
  std::vector<double> dependent;
  double x = 0;
  for (int i = 0; i < 4000; ++i) {
    independent.push_back(normal(random));
    dependent.push_back(x = 0.8 * x + normal(random));
  }
  EXPECT_THAT(effective_samples(independent), Ge(2500));
  EXPECT_THAT(effective_samples(dependent), DoubleNear(4000 / 9.0, 150));  // (1 - 0.8) / (1 + 0.8)
  EXPECT_EQ(effective_samples(std::vector<double>(50, 1.0)), 50);
}

TEST(MeanInterval, IsTheNormalMixtureWidenedByStudent) {
  // sd 1, n = 11, r = 0.3: sqrt(2 * 4.3 / 36.3 * ln(sqrt(4.3) / 0.05)) = 0.93942; t(10) / z = 2.22814
  // / 1.95996.
  std::vector<double> batches;
  for (int i = 0; i < 11; ++i) batches.push_back(5 + (i - 5) / std::sqrt(11.0));
  const Interval interval = mean_interval(batches);
  EXPECT_DOUBLE_EQ(interval.value, 5);
  EXPECT_THAT(interval.high - 5, DoubleNear(0.93942 * 2.22814 / 1.95996, 0.001));
  EXPECT_DOUBLE_EQ(interval.high - 5, 5 - interval.low);
  EXPECT_TRUE(std::isinf(mean_interval(std::vector<double>{1}).high));
}

TEST(MeanInterval, CoversAtEachLook) {
  // Looked at after every batch from the fifth to the fortieth: all looks must hold the truth.
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal(10, 2);
    std::vector<double> batches;
    bool all = true;
    for (int i = 0; i < 40; ++i) {
      batches.push_back(normal(random));
      const Interval interval = mean_interval(batches);
      if (batches.size() >= 5) all = all && interval.low <= 10 && 10 <= interval.high;
    }
    held += all ? 1 : 0;
  }
  EXPECT_THAT(held, Ge(1890));  // 95.6 % in an independent simulation; without the widening 91.8 %
}

TEST(BatchMeans, LeaveOutAnIncompleteBatch) {
  EXPECT_THAT(batch_means(std::vector<double>{1, 3, 5, 7, 9}, 2), testing::ElementsAre(2, 6));
}

TEST(FixedMeanInterval, CoversAndIsNarrowerThanAtAnyTime) {
  const double share = coverage(1000, 0, [](std::mt19937_64& random) {
    std::normal_distribution<double> normal;
    std::vector<double> batches(8);
    for (double& batch : batches) batch = normal(random);
    return fixed_mean_interval(batches);
  });
  EXPECT_NEAR(share, 0.95, 0.02);
  const std::vector<double> batches = {1, 2, 3, 4, 5, 6};
  EXPECT_GT(fixed_mean_interval(batches).low, mean_interval(batches).low);
}

TEST(BinomialInterval, SolvesItsEquation) {
  // 0 of n: ln B(1/2, n + 1/2) - ln B(1/2, 1/2) - n ln(1 - p) = ln 20; for n = 1500 p = 0.00482.
  const Interval clean = binomial_interval(0, 1500);
  EXPECT_EQ(clean.low, 0);
  const double b = std::lgamma(0.5) + std::lgamma(1500.5) - std::lgamma(1501) - std::log(M_PI);
  EXPECT_THAT(clean.high, DoubleNear(1 - std::exp((b - std::log(20)) / 1500), 1e-9));
  EXPECT_EQ(binomial_interval(5, 5).high, 1);
  EXPECT_EQ(binomial_interval(0, 0).high, 1);
}

TEST(BinomialInterval, MoreLossIsNeverBetter) {
  Interval before = binomial_interval(0, 200);
  for (std::uint64_t k = 1; k <= 200; ++k) {
    const Interval now = binomial_interval(k, 200);
    EXPECT_THAT(now.low, Ge(before.low)) << k;
    EXPECT_THAT(now.high, Ge(before.high)) << k;
    EXPECT_TRUE(now.low <= now.value && now.value <= now.high) << k;
    before = now;
  }
}

TEST(LossRow, CountsBurstsAndTheirChances) {
  const LossRow row = loss_row({false, true, true, false, false, true});
  EXPECT_EQ(row.packets, 6U);
  EXPECT_EQ(row.lost, 3U);
  EXPECT_EQ(row.bursts, 2U);
  EXPECT_EQ(row.starts_possible, 4U);
  EXPECT_EQ(row.ends_possible, 2U);
  EXPECT_EQ(row.ends, 1U);
  EXPECT_DOUBLE_EQ(row.mean_burst(), 1.5);
}

TEST(LossInterval, ACleanLineIsBelowOnePercentAfterSevenSeconds) {
  EXPECT_THAT(loss_interval(loss_row(std::vector<bool>(1750, false))).high, Le(0.01));
  EXPECT_THAT(loss_interval(loss_row(std::vector<bool>(500, false))).high, Ge(0.01));
}

TEST(LossInterval, CoversBurstyLoss) {
  for (const double burst : {1.0, 2.0, 4.0}) {
    const double share = coverage(200, 0.02, [&](std::mt19937_64& random) {
      return loss_interval(loss_row(gilbert(random, 0.02, burst, 2500)));
    });
    EXPECT_THAT(share, Ge(0.95)) << "mean burst " << burst;
  }
}

TEST(LossInterval, ASingleLongBurstIsNoCertainty) {
  std::vector<bool> lost(1500, false);
  std::fill(lost.begin() + 700, lost.begin() + 720, true);
  const Interval once = loss_interval(loss_row(lost), alpha_95, 9);
  EXPECT_LT(once.low, 0.005);
  EXPECT_GT(once.high, 0.03);
}

// Bursts of so many packets, evenly spread.
std::vector<bool> with_bursts(std::size_t packets, std::size_t bursts, std::size_t length) {
  std::vector<bool> lost(packets, false);
  for (std::size_t b = 0; b < bursts; ++b)
    std::fill_n(lost.begin() + static_cast<std::ptrdiff_t>((b + 1) * packets / (bursts + 1)), length, true);
  return lost;
}

TEST(LossInterval, AFewSingleLossesAreTakenForSingle) {
  // A tenth of a limit of 1 %, as seen in seven seconds of 350 packets; each of two directions.
  for (const std::size_t bursts : {0U, 1U, 2U, 3U})
    EXPECT_THAT(loss_interval(loss_row(with_bursts(2450, bursts, 1)), alpha_95 / 2, 3).high, Le(0.01))
        << bursts;
}

TEST(LossInterval, AFewLongBurstsAreTakenForLong) {
  const Interval two = loss_interval(loss_row(with_bursts(2450, 2, 8)), alpha_95 / 2, 3);
  EXPECT_GT(two.high, 0.03);
  EXPECT_LT(two.low, 0.003);
}

TEST(LossInterval, ALostPacketMoreIsNeverBetter) {
  std::vector<bool> lost(300, false);
  Interval before = loss_interval(loss_row(lost));
  for (std::size_t i = 5; i < lost.size(); i += 10) {
    lost[i] = true;
    const Interval now = loss_interval(loss_row(lost));
    EXPECT_THAT(now.value, Ge(before.value));
    EXPECT_THAT(now.low, Ge(before.low - 1e-9));
    before = now;
  }
}

// A series with a memory: each value keeps `memory` of the one before.
std::vector<double> remembering(std::mt19937_64& random, double memory, int count) {
  std::normal_distribution<double> normal;
  std::vector<double> series;
  double state = normal(random);
  for (int i = 0; i < count; ++i) {
    state = memory * state + std::sqrt(1 - memory * memory) * normal(random);
    series.push_back(state);
  }
  return series;
}

// Runs whose interval failed the truth at any of its looks, of 100.
template <typename IntervalAt>
int failed_at_some_look(double truth, int first, int last, int step, IntervalAt interval_at) {
  int failed = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    std::mt19937_64 random(seed);
    const auto at = interval_at(random);
    bool holds = true;
    for (int n = first; n <= last && holds; n += step) {
      const Interval interval = at(n);
      holds = interval.low <= truth && truth <= interval.high;
    }
    failed += holds ? 0 : 1;
  }
  return failed;
}

struct LossCase {
  double share, burst;
  int least_decided;  ///< of 100; loss in long bursts is not always decided in ten seconds
};

TEST(StoppingEarly, LossIsDecidedRightUnderBursts) {
  // As the call stream looks: 250 packets/s, from 6 s on twice a second, to 10 s; limit 1 %.
  const std::vector<double> limit = {0.01};
  constexpr int looks = 9;
  for (const auto& [share, burst, least] : {LossCase{0.0005, 1, 60},
                                            {0.0005, 4, 60},
                                            {0.03, 1, 95},
                                            {0.03, 4, 55},
                                            {0.03, 8, 20},
                                            {0.05, 2, 95},
                                            {0.012, 3, 0}}) {
    int wrong = 0, decisions = 0, held = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      std::mt19937_64 random(seed);
      const auto lost = gilbert(random, share, burst, 2500);
      bool holds = true, open = true;
      for (std::size_t n = 1500; n <= 2500; n += 125) {
        const LossRow row = loss_row({lost.begin(), lost.begin() + static_cast<std::ptrdiff_t>(n)});
        const Interval is = loss_interval(row, alpha_95, looks);
        holds = holds && is.low <= share && share <= is.high;
        if (!open || !decided(is.low, is.high, limit)) continue;
        open = false;
        ++decisions;
        wrong += (is.high <= 0.01) != (share <= 0.01) ? 1 : 0;
      }
      held += holds ? 1 : 0;
    }
    EXPECT_LE(wrong, 2) << share << ", mean burst " << burst;
    EXPECT_GE(held, 92) << share << ", mean burst " << burst;
    EXPECT_GE(decisions, least) << share << ", mean burst " << burst;
  }
}

TEST(StoppingEarly, ARatesIntervalHoldsAtEveryLookDespiteMemory) {
  // Batches of several round trips keep a little memory; looked at from the fifth to the twentieth.
  const int failed = failed_at_some_look(0, 5, 20, 1, [](std::mt19937_64& random) {
    const auto batches = remembering(random, 0.2, 20);
    return [batches](int n) { return mean_interval(std::span(batches).first(static_cast<std::size_t>(n))); };
  });
  EXPECT_LE(failed, 10) << "of 100";  // asymptotic and with memory: 95 % is not quite kept
}

TEST(StoppingEarly, AMediansIntervalHoldsAtEveryLookDespiteMemory) {
  const int failed = failed_at_some_look(0, 100, 500, 25, [](std::mt19937_64& random) {
    const auto delays = remembering(random, 0.9, 500);
    return [delays](int n) {
      return quantile_interval(std::span(delays).first(static_cast<std::size_t>(n)), 0.5, Stopping::any_time);
    };
  });
  EXPECT_LE(failed, 5) << "of 100";
}

TEST(StoppingEarly, AHighQuantileHoldsAtEveryLookDespiteMemory) {
  // The 95th percentile of a normal distribution is 1.6449; looks as at quick depth.
  for (const double memory : {0.0, 0.8}) {
    const int failed = failed_at_some_look(1.6449, 600, 1000, 200, [memory](std::mt19937_64& random) {
      const auto delays = remembering(random, memory, 1000);
      return [delays](int n) {
        return tail_interval(std::span(delays).first(static_cast<std::size_t>(n)), 0.95, alpha_95, 3);
      };
    });
    EXPECT_LE(failed, 10) << "of 100, memory " << memory;
  }
}

TEST(TailInterval, AClusterOfHighSamplesIsBoundedByTheHighest) {
  std::vector<double> series(1500, 0.001);
  for (std::size_t i = 700; i < 720; ++i) series[i] = 0.002;
  const Interval p99 = tail_interval(series, 0.99, alpha_95, 5);
  EXPECT_EQ(p99.value, 0.002);
  EXPECT_EQ(p99.high, 0.002);
}

TEST(BurstRatioInterval, TellsBunchedFromSingleLosses) {
  std::mt19937_64 random(3);
  const Interval single = burst_ratio_interval(loss_row(gilbert(random, 0.05, 1 / 0.95, 20000)));
  const Interval bunched = burst_ratio_interval(loss_row(gilbert(random, 0.05, 8, 20000)));
  EXPECT_TRUE(single.low <= 1 && 1 <= single.high) << single.low << " .. " << single.high;
  EXPECT_TRUE(bunched.low <= 7.6 && 7.6 <= bunched.high) << bunched.low << " .. " << bunched.high;
}

}  // namespace
}  // namespace deskready::statistics
