// From bytes over time to a rate: where slow start ends, which batches count, and what the interval holds.
#include "probes/network/line/load/rate_figures.h"

#include <gmock/gmock.h>

#include <cmath>

namespace deskready::network {
namespace {

using testing::DoubleNear;

// Counts each 10 ms of a line that carries each of `rates` (bit/s) for 100 ms.
std::vector<ByteCount> counts_of(const std::vector<double>& rates) {
  std::vector<ByteCount> counts = {{5, 1000}};
  double bytes = 1000;
  for (std::size_t i = 0; i < rates.size() * 10; ++i) {
    bytes += rates[i / 10] * 0.01 / 8;
    counts.push_back({5 + static_cast<double>(i + 1) * 0.01, static_cast<std::uint64_t>(bytes)});
  }
  return counts;
}

std::vector<double> repeated(std::vector<double> first, double rate, std::size_t count) {
  first.insert(first.end(), count, rate);
  return first;
}

TEST(SumOf, IsWhatAllBroughtWhileAllRan) {
  const std::vector<std::vector<ByteCount>> transfers = {{{0, 0}, {1, 100}, {3, 300}},
                                                         {{1, 10}, {2, 20}, {4, 40}}};
  const auto sum = sum_of(transfers);
  std::vector<std::pair<double, std::uint64_t>> found;
  for (const ByteCount& count : sum) found.emplace_back(count.at, count.bytes);
  EXPECT_THAT(found, testing::ElementsAre(std::pair(1.0, 110U), std::pair(1.0, 110U), std::pair(2.0, 220U),
                                          std::pair(3.0, 330U)));
}

TEST(SumOf, OneThatBroughtNothingLeavesNothing) {
  const std::vector<std::vector<ByteCount>> transfers = {{{0, 0}, {1, 100}}, {}};
  EXPECT_TRUE(sum_of(transfers).empty());
}

TEST(SteadyFrom, LeavesOutSlowStart) {
  const std::vector<double> batches = {1, 2, 4, 8, 9.4, 10, 10, 10, 10};
  EXPECT_EQ(steady_from(batches), 5U);
}

TEST(SteadyFrom, LeavesOutWhatLeavesUnpacedAtFirst) {
  const std::vector<double> batches = {15, 10, 10, 10, 10};
  EXPECT_EQ(steady_from(batches), 1U);
}

TEST(SteadyFrom, IsTheEndWhereItNeverIs) {
  const std::vector<double> batches = {1, 2, 4, 8, 16};
  EXPECT_EQ(steady_from(batches), batches.size());
}

TEST(SteadyRate, LeavesOutTheRampAndHoldsASegmentAtBothEnds) {
  const Rate rate = steady_rate(counts_of(repeated({1e6, 4e6}, 1e7, 10)), 0.1);
  EXPECT_THAT(rate.interval.value, DoubleNear(1e7, 1e3));
  EXPECT_THAT(rate.ramp_seconds, DoubleNear(0.2, 1e-9));
  // Two segments of 1448 bytes in a second.
  EXPECT_THAT(rate.interval.high - rate.interval.value, DoubleNear(2 * 1448 * 8, 1500));
}

TEST(OfferedRate, ALineThatKeepsUpIsSeenInShortBatches) {
  const Rate rate = offered_rate(counts_of(repeated({}, 1e7, 12)), 0.5, 10'000'000);
  EXPECT_DOUBLE_EQ(rate.batch_seconds, 0.1);
  EXPECT_THAT(rate.interval.value, DoubleNear(1e7, 1e3));
}

TEST(OfferedRate, SegmentsThatComeTwoAtATimeAreEven) {
  // 480 kbit/s, two segments each 48.3 ms: batches differ by a quarter, and the rate is known to a few
  // percent.
  std::vector<ByteCount> counts = {{0, 0}};
  for (int i = 1; i <= 42; ++i)
    counts.push_back({i * 2 * 1448 * 8 / 480e3, static_cast<std::uint64_t>(i) * 2896});
  const Rate rate = offered_rate(counts, 0.5, 480'000);
  EXPECT_TRUE(rate.even);
  EXPECT_THAT(rate.interval.value, DoubleNear(480e3, 10e3));
  EXPECT_GT(rate.interval.low, 480e3 * 0.95);
  EXPECT_LE(rate.interval.low, 480e3);
  EXPECT_GE(rate.interval.high, 480e3);
}

TEST(OfferedRate, AStallWidensTheInterval) {
  const auto low = [](std::vector<double> rates) {
    return offered_rate(counts_of(rates), 0.5, 10'000'000).interval.low;
  };
  auto stalled = repeated({}, 1e7, 20);
  stalled[8] = 5e6;
  stalled[9] = 15e6;
  EXPECT_LT(low(stalled), low(repeated({}, 1e7, 20)) - 0.02e7);
}

TEST(OfferedRate, ALineThatDoesNotIsSeenInLongOnes) {
  const Rate rate = offered_rate(counts_of(repeated({}, 9e6, 20)), 0.5, 10'000'000);
  EXPECT_DOUBLE_EQ(rate.batch_seconds, 0.5);
  EXPECT_THAT(rate.interval.value, DoubleNear(9e6, 1e3));
}

// What came as fast as it was offered says nothing of how much more there is.
TEST(OfferedRate, ALineThatIsHeldBackHasNoUpperBound) {
  std::vector<double> rates = repeated({}, 1e7, 10);
  rates.insert(rates.end(), 10, 4e6);
  const Rate rate = offered_rate(counts_of(rates), 0.1, 10'000'000);
  EXPECT_THAT(rate.interval.value, DoubleNear(7e6, 1e4));
  EXPECT_TRUE(std::isinf(rate.interval.high));
  EXPECT_GT(rate.interval.low, 0);
  EXPECT_FALSE(std::isinf(offered_rate(counts_of(repeated({}, 4e6, 20)), 0.1, 10'000'000).interval.high));
}

TEST(RateAfter, LeavesOutWhatItIsToldTo) {
  const Rate rate = rate_after(counts_of(repeated({1e6, 4e6, 20e6}, 1e7, 4)), 0.3, 0.1);
  EXPECT_THAT(rate.interval.value, DoubleNear(1e7, 1e4));
  EXPECT_EQ(rate.batches.size(), 4U);
  EXPECT_THAT(rate.from, DoubleNear(5.3, 1e-9));
  EXPECT_THAT(rate.ramp_seconds, DoubleNear(0.3, 1e-9));
  EXPECT_EQ(rate_after(counts_of(repeated({}, 1e7, 2)), 0.5, 0.1).interval.samples, 0U) << "nothing is left";
  EXPECT_EQ(rate_after({}, 0.5, 0.1).interval.samples, 0U);
}

TEST(OfferedRate, ASlowRateNeedsLongBatchesAnyway) {
  EXPECT_GT(regular_seconds(1'000'000), 0.25);
  EXPECT_EQ(regular_seconds(0), 0);
  EXPECT_THAT(offered_rate(counts_of(repeated({}, 4e5, 20)), 0.5, 400'000).batch_seconds,
              DoubleNear(0.3475, 1e-3));
}

}  // namespace
}  // namespace deskready::network
