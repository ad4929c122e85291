// Lines that change: when they are loaded again, what the loads say together, and what is told of it.
#include "probes/network/line/load/look.h"

#include <gmock/gmock.h>

#include "probes/network/line/load/load_facts.h"
#include "probes/network/line/load/other_minutes.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network {
namespace {

constexpr double trip = 0.03;

LoadPlan as_fast_as_it_goes() {
  LoadPlan plan;
  plan.seconds = 4.4;
  plan.most_bytes = 100'000'000;
  return plan;
}

/// Batches of 0.1 s, the first of which began at `from`.
Rate rate_of(std::vector<double> batches, double from = 100) {
  Rate rate{statistics::mean_interval(batches), 0.2, 0.1};
  rate.from = from;
  rate.batches = std::move(batches);
  return rate;
}

const std::vector<double> changing = {10e6, 14e6, 8e6, 12e6, 7e6};

TEST(Strata, ALineThatChangesIsLoadedAgain) {
  const auto strata = strata_for(rate_of(changing), as_fast_as_it_goes(), trip);
  ASSERT_TRUE(strata);
  EXPECT_GE(strata->loads, 3U);
  EXPECT_LE(strata->loads, 5U);
  EXPECT_GE(strata->seconds, load_seconds(*strata)) << "each has room in its part";
  // The first load took 0.7 s and its beginning.
  const double whole = 0.7 + 2 * trip + strata->seconds * static_cast<double>(strata->loads);
  EXPECT_LE(whole, 1.2 * (4.4 + 2 * trip)) << "at most a fifth more than one load";
  // 10 Mbit/s over 30 ms are 26 segments: ten grow to that in two round trips, after one for the first.
  EXPECT_NEAR(strata->skip, 3 * trip, 1e-9);
}

TEST(Strata, AnEvenLineIsNot) {
  EXPECT_FALSE(strata_for(rate_of({10e6, 10.2e6, 9.9e6, 10e6, 10.1e6}), as_fast_as_it_goes(), trip));
}

TEST(Strata, AnEmptyBucketIsNotRefilledByPauses) {
  EXPECT_FALSE(strata_for(rate_of({50e6, 50e6, 50e6, 20e6, 20e6, 20e6}), as_fast_as_it_goes(), trip));
}

TEST(Strata, OnlyWhatFitsIsBegun) {
  std::vector<double> long_ago;
  for (int i = 0; i < 40; ++i) long_ago.push_back(i % 2 == 0 ? 8e6 : 12e6);
  EXPECT_FALSE(strata_for(rate_of(long_ago), as_fast_as_it_goes(), trip)) << "the load is nearly over";
  EXPECT_FALSE(strata_for(rate_of(changing), as_fast_as_it_goes(), 0.5)) << "a load would need seconds";
}

TEST(Strata, EachLoadHasItsShareOfTheBytes) {
  const auto strata = strata_for(rate_of(changing), as_fast_as_it_goes(), trip);
  ASSERT_TRUE(strata);
  LoadPlan first = as_fast_as_it_goes();
  first.enough = [](const Rate&) { return true; };
  const LoadPlan plan = plan_of_one(first, *strata, 5'000'000);
  EXPECT_EQ(plan.most_bytes, 5'000'000U);
  EXPECT_FALSE(plan.enough) << "what is seen does not end it";
  EXPECT_GE(plan.seconds, plan.skip + 0.4);
}

TEST(RateOfAll, IsTheMeanOfTheTimeFromTheFirstToTheLast) {
  std::vector<Rate> rates;
  for (const double from : {100.0, 102.0, 104.0, 106.0}) rates.push_back(rate_of(changing, from));
  EXPECT_NEAR(seconds_of_all(rates), 6.5, 1e-9);
  const auto mean = rate_of_all(rates);
  EXPECT_NEAR(mean.interval.value, 10.2e6, 1);
  EXPECT_LT(mean.interval.low, 9.5e6) << "all loads say the same, but not their batches";
  EXPECT_EQ(mean.interval.samples, 20U);
  const auto one = rate_of_all(std::span(rates).first(1));
  EXPECT_EQ(one.interval.low, rates.front().interval.low);
}

TEST(OtherMinutes, HoldWhatWasLookedAtAndMore) {
  const auto range = other_minutes({{10e6, 9e6, 11e6, 20}, 0.5e6});
  ASSERT_TRUE(range);
  EXPECT_LT(range->low, 9e6);
  EXPECT_GT(range->high, 11e6);
  EXPECT_NEAR(range->low * range->high, 100e12, 1e9) << "as many times more as less";
}

TEST(OtherMinutes, AreUnknownWhereTheyMayBeAnything) {
  EXPECT_FALSE(other_minutes({{10e6, 2e6, 18e6, 20}, 8e6}));
  EXPECT_FALSE(other_minutes({{0, 0, 0, 20}, 0}));
}

Loaded loaded_of(double from) {
  Loaded loaded;
  loaded.plan = as_fast_as_it_goes();
  loaded.rate = rate_of(changing, from);
  loaded.transfer.status = 200;
  loaded.seconds = 0.7;
  loaded.wire_bytes = 1'000'000;
  return loaded;
}

TEST(RateFact, NamesItsSeconds) {
  ProbeWorld world("");
  const Context context = world.context({});
  std::vector<Loaded> loads;
  for (const double from : {100.0, 102.0, 104.0, 106.0}) loads.push_back(loaded_of(from));
  const auto fact = rate_fact(context, loads, {});
  ASSERT_TRUE(fact);
  const auto looked = noted_looked(*fact);
  ASSERT_TRUE(looked);
  EXPECT_NEAR(looked->seconds, 6.5, 1e-3);
  EXPECT_LT(looked->from, world.clock.now());
  EXPECT_EQ(fact->detail["loads"], 4);
  EXPECT_EQ(fact->cost.bytes, 4'000'000U);
  EXPECT_TRUE(line_changes(*fact));
  EXPECT_NEAR(fact->detail["steady_seconds"].get<double>(), 2, 1e-9);
  EXPECT_THAT(fact->how.steps(), testing::Contains(MethodStep{How::loads, {{"count", "4"}}}));
}

TEST(RateFact, OneLoadOfALineThatChangesTellsNothingOfOtherMinutes) {
  ProbeWorld world("");
  const Loaded one = loaded_of(100);
  const auto fact = rate_fact(world.context({}), std::span(&one, 1), {});
  ASSERT_TRUE(fact);
  EXPECT_NEAR(noted_looked(*fact)->seconds, 0.5, 1e-3);
  EXPECT_EQ(fact->detail["other_minutes"], "unknown");
  EXPECT_FALSE(noted_other_minutes(*fact));
  EXPECT_TRUE(line_changes(*fact));
}

TEST(RateFact, AnEvenLineIsNotSaidToChange) {
  ProbeWorld world("");
  Loaded one = loaded_of(100);
  one.rate = rate_of({10e6, 10.1e6, 9.9e6, 10e6, 10.1e6});
  const auto fact = rate_fact(world.context({}), std::span(&one, 1), {});
  ASSERT_TRUE(fact);
  EXPECT_FALSE(line_changes(*fact));
}

TEST(StrataAfter, IsOfWhatNobodyHeldBack) {
  ProbeWorld world("");
  Fact idle;
  idle.value = trip;
  Session session;
  const Loaded first = loaded_of(100);
  EXPECT_FALSE(strata_after(world.context({}), session, first)) << "the round trip is not known";
  world.before.add("network.latency", idle);
  const Context context = world.context({});
  EXPECT_TRUE(strata_after(context, session, first));
  Loaded other = first;
  other.plan.rate = 20'000'000;
  EXPECT_FALSE(strata_after(context, session, other)) << "offered and not as fast as it goes";
  other = first;
  other.connections = 8;
  EXPECT_FALSE(strata_after(context, session, other));
  other = first;
  other.taint = Taint::other_traffic;
  EXPECT_FALSE(strata_after(context, session, other));
}

// A load that may not begin leaves the first one's figures.
TEST(LookOn, KeepsTheFirstLoadWhereTheLineMayNotBeLoaded) {
  ProbeWorld world("");
  world.guard.refusal = unmeasured(Cause::busy);
  Context context = world.context({});
  std::vector<Look> looks(1);
  looks[0].way = &ways[0];
  looks[0].loads = {loaded_of(100), loaded_of(101)};
  looks[0].strata = Strata{3, 0.01, 0.1, 0.4, trip};
  look_on(context, Session(), looks);
  ASSERT_EQ(looks[0].loads.size(), 1U);
  EXPECT_FALSE(looks[0].strata);
  EXPECT_EQ(looks[0].loads[0].wire_bytes, 2'000'000U) << "what was loaded has cost what it cost";
}

}  // namespace
}  // namespace deskready::network
