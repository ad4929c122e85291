// The mean over a time of which stretches were seen: against cases that tests/bench/line/bench.py made with
// an estimator of its own, and against simulated lines.
#include "probes/statistics/sampled_mean.h"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/tools/source_folder.h"

namespace deskready::statistics {
namespace {

std::vector<Stretch> stretches_of(const nlohmann::json& json) {
  std::vector<Stretch> stretches;
  for (const auto& one : json)
    stretches.push_back(
        {one["from"].get<double>(), one["until"].get<double>(), one["batches"].get<std::vector<double>>()});
  return stretches;
}

TEST(SampledMean, IsWhatAnotherEstimatorSays) {
  std::ifstream file(source_folder() + "/tests/unit/probes/statistics/sampled_mean_cases.json");
  const auto cases = nlohmann::json::parse(file);
  ASSERT_EQ(cases.size(), 12U);
  for (const auto& one : cases) {
    const auto stretches = stretches_of(one["stretches"]);
    const SampledMean mean = sampled_mean(stretches);
    const double half = one["half"];
    EXPECT_NEAR(mean.interval.value, one["value"].get<double>(), 1e-9);
    EXPECT_NEAR(mean.interval.high - mean.interval.value, half, 1e-3 * half);
    EXPECT_NEAR(mean.interval.value - mean.interval.low, half, 1e-3 * half);
    EXPECT_NEAR(mean.deviation, one["deviation"].get<double>(), 1e-9);
    std::size_t batches = 0;
    for (const Stretch& stretch : stretches) batches += stretch.batches.size();
    EXPECT_EQ(mean.interval.samples, batches);
  }
}

TEST(SampledMean, OfFewerThanThreeNothingIsKnownOfTheRest) {
  const std::vector<Stretch> two = {{0, 1, {4, 4}}, {3, 4, {6, 6}}};
  const SampledMean mean = sampled_mean(two);
  EXPECT_DOUBLE_EQ(mean.interval.value, 5);
  EXPECT_TRUE(std::isinf(mean.interval.low));
  EXPECT_TRUE(std::isinf(mean.interval.high));
  EXPECT_EQ(sampled_mean({}).interval.samples, 0U);
}

TEST(SampledMean, WhatIsNearerToAStretchCountsWithIt) {
  // The first speaks for 1 + 4 s, the second for 4 + 1 + 0.5 s, the third for 0.5 + 1 s.
  const std::vector<Stretch> uneven = {{0, 1, {10, 10}}, {9, 10, {20, 20}}, {11, 12, {30, 30}}};
  EXPECT_NEAR(sampled_mean(uneven).interval.value, (10 * 5 + 20 * 5.5 + 30 * 1.5) / 12, 1e-9);
}

TEST(SampledMean, OfWhatWasSeenWholeOnlyTheBatchesAreInDoubt) {
  const std::vector<Stretch> whole = {{0, 1, {1, 1}}, {1, 2, {9, 9}}, {2, 3, {5, 5}}};
  const Interval interval = sampled_mean(whole).interval;
  EXPECT_NEAR(interval.value, 5, 1e-9);
  EXPECT_NEAR(interval.high, interval.low, 1e-9);
}

/// A line whose logarithm wanders with that memory, in steps of 20 ms; its mean over 10 s lies in the
/// interval of five stretches, one at random in each two seconds.
bool holds(std::mt19937_64& random, double memory, double sigma) {
  constexpr int steps = 500, parts = 5, part = steps / parts, seen = 20, batch = 5;
  std::normal_distribution<double> normal;
  const double keep = std::exp(-0.02 / memory);
  double x = sigma * normal(random), sum = 0;
  std::vector<double> line;
  for (int i = 0; i < steps; ++i) {
    x = keep * x + std::sqrt(1 - keep * keep) * sigma * normal(random);
    line.push_back(std::exp(x));
  }
  std::vector<Stretch> stretches;
  for (int i = 0; i < parts; ++i) {
    std::uniform_int_distribution<int> place(0, part - seen);
    const int from = i * part + place(random);
    Stretch stretch{from * 0.02, (from + seen) * 0.02, {}};
    for (int b = 0; b < seen / batch; ++b) {
      double mean = 0;
      for (int k = 0; k < batch; ++k) mean += line[static_cast<std::size_t>(from + b * batch + k)] / batch;
      stretch.batches.push_back(mean);
    }
    stretches.push_back(std::move(stretch));
  }
  const auto first = static_cast<std::size_t>(stretches.front().from / 0.02 + 0.5);
  const auto last = static_cast<std::size_t>(stretches.back().until / 0.02 + 0.5);
  for (std::size_t i = first; i < last; ++i) sum += line[i];
  const double truth = sum / static_cast<double>(last - first);
  const Interval interval = sampled_mean(stretches).interval;
  return interval.low <= truth && truth <= interval.high;
}

TEST(SampledMean, HoldsTheMeanOfTheTimeOnLinesThatVary) {
  for (const double memory : {0.05, 0.5, 2.0, 10.0}) {
    for (const double sigma : {0.2, 0.6}) {
      int held = 0;
      for (std::uint64_t run = 1; run <= 400; ++run) {
        std::mt19937_64 random(run);
        held += holds(random, memory, sigma) ? 1 : 0;
      }
      EXPECT_GE(held, 376) << "94 % of 400, memory of " << memory << " s, deviation " << sigma;
    }
  }
}

TEST(Varies, IsFromBatchToBatch) {
  EXPECT_TRUE(varies(std::vector<double>{10, 13, 8, 11, 14, 9}));
  EXPECT_FALSE(varies(std::vector<double>{10, 10.4, 9.8, 10.1, 10.3, 9.9}));
  EXPECT_FALSE(varies(std::vector<double>{20, 20, 20, 8, 8, 8})) << "a bucket that ran empty is one step";
  EXPECT_FALSE(varies(std::vector<double>{10, 20, 10})) << "of three nothing can be said";
  EXPECT_FALSE(varies(std::vector<double>{0, 0, 0, 0, 0})) << "a dead line";
}

}  // namespace
}  // namespace deskready::statistics
