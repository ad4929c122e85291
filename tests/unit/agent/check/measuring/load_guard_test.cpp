// 30 s of load in a run, over all its looks at the line.
#include "agent/check/measuring/load_guard.h"

#include <gtest/gtest.h>

#include "tests/unit/probes/network/network_context.h"

namespace deskready {
namespace {

class HandClock : public Clock {
 public:
  WallTime now() const override { return {}; }
  std::chrono::nanoseconds monotonic() const override { return std::chrono::milliseconds(milliseconds); }
  std::int64_t milliseconds = 1000;
};

class LoadGuardTest : public testing::Test {
 protected:
  /// A step of the plan that loads the line so many times for 6 s; how many it was allowed.
  int step(int times, bool counts = true) {
    LoadGuard guard(inner_, clock_, budget_, 7, counts);
    int allowed = 0;
    for (int i = 0; i < times; ++i) {
      const auto why = guard.may_load();
      if (why) {
        EXPECT_EQ(why->cause, inner_.refusal ? inner_.refusal->cause : Cause::budget);
        continue;
      }
      ++allowed;
      clock_.milliseconds += 6000;
    }
    return allowed;
  }

  network::WillingGuard inner_;
  HandClock clock_;
  BudgetMeter budget_{1};
};

TEST_F(LoadGuardTest, WhatNoLongerFitsIsNotBegun) {
  EXPECT_EQ(step(2), 2);
  EXPECT_EQ(step(9), 2) << "after 24 s a load of up to 7 s would end after the 30";
  EXPECT_NEAR(budget_.load_left(), 6, 1e-9);
}

TEST_F(LoadGuardTest, TimeBetweenTwoStepsIsNoLoad) {
  EXPECT_EQ(step(1), 1);
  clock_.milliseconds += 60'000;
  EXPECT_EQ(step(1), 1);
  EXPECT_NEAR(budget_.load_left(), 18, 1e-9);
}

TEST_F(LoadGuardTest, AFarEndOnThisMachineDoesNotCount) {
  EXPECT_EQ(step(50, false), 50);
  EXPECT_EQ(budget_.load_left(), BudgetMeter::most_load_seconds);
}

TEST_F(LoadGuardTest, ACallStillEndsIt) {
  inner_.refusal = unmeasured(Cause::busy);
  EXPECT_EQ(step(1), 0);
  EXPECT_EQ(budget_.load_left(), BudgetMeter::most_load_seconds);
}

}  // namespace
}  // namespace deskready
