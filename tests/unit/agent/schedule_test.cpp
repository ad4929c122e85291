#include "agent/schedule.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

using namespace std::chrono_literals;

/// A workstation's two clocks: time passes on both, sleep on the wall only, and a step moves the wall alone.
struct Clocks {
  Moment now{WallTime(std::chrono::hours(24 * 365 * 56)), 1h};
  void pass(std::chrono::microseconds time) {
    now.wall += time;
    now.monotonic += time;
  }
  void sleep(std::chrono::microseconds time) { now.wall += time; }
  void step(std::chrono::microseconds time) { now.wall += time; }
};

/// Lets `time` pass as the daemon sees it, asking every 30 s, and counts the checks.
int checks_during(Schedule& schedule, Clocks& clocks, std::chrono::microseconds time) {
  int checks = 0;
  for (auto passed = 0us; passed < time; passed += 30s) {
    clocks.pass(30s);
    if (schedule.due(clocks.now)) ++checks;
  }
  return checks;
}

TEST(Schedule, ChecksOnceInEachSlot) {
  Clocks clocks;
  Schedule schedule(6h, 0h, clocks.now, clocks.now.wall - 1s);
  EXPECT_EQ(checks_during(schedule, clocks, 24h * 10), 40);
}

TEST(Schedule, TheFirstCheckEverComesSoonButNotAtOnce) {
  Clocks clocks;
  Schedule schedule(6h, 0h, clocks.now, WallTime{});
  EXPECT_FALSE(schedule.due(clocks.now));
  EXPECT_EQ(schedule.next(), clocks.now.wall + 60s);
  EXPECT_EQ(checks_during(schedule, clocks, 2min), 1);
}

TEST(Schedule, ARestartSoonAfterACheckDoesNotCheckAgain) {
  Clocks clocks;
  clocks.pass(5h + 59min);
  Schedule schedule(6h, 0h, clocks.now, clocks.now.wall - 2min);
  EXPECT_EQ(checks_during(schedule, clocks, 5h), 0);
}

TEST(Schedule, AReportFromTheFutureDoesNotSilenceTheSchedule) {
  Clocks clocks;
  Schedule schedule(6h, 0h, clocks.now, clocks.now.wall + 24h * 365);
  EXPECT_EQ(checks_during(schedule, clocks, 5min), 1);
}

TEST(Schedule, ALongSleepIsMadeUpForOnceAndNotAtTheMomentOfWaking) {
  Clocks clocks;
  Schedule schedule(30min, 0h, clocks.now, clocks.now.wall - 1s);
  checks_during(schedule, clocks, 10min);
  clocks.sleep(10h);
  EXPECT_FALSE(schedule.due(clocks.now));
  EXPECT_EQ(schedule.next(), clocks.now.wall + 60s);
  EXPECT_EQ(checks_during(schedule, clocks, 5min), 1);
}

TEST(Schedule, AProcessThatWasStoppedForHoursChecksOnce) {
  Clocks clocks;
  Schedule schedule(30min, 0h, clocks.now, clocks.now.wall - 1s);
  clocks.pass(10h);
  EXPECT_TRUE(schedule.due(clocks.now));
  EXPECT_FALSE(schedule.due(clocks.now));
  EXPECT_LE(schedule.next() - clocks.now.wall, 45min);
}

TEST(Schedule, AStepForwardAndBackCostsOneCheckAndStrandsNothing) {
  Clocks clocks;
  Schedule schedule(6h, 0h, clocks.now, clocks.now.wall - 1s);
  checks_during(schedule, clocks, 1h);
  clocks.step(24h * 365);
  EXPECT_EQ(checks_during(schedule, clocks, 10min), 1);
  clocks.step(-24h * 365);
  EXPECT_EQ(checks_during(schedule, clocks, 1min), 0);
  EXPECT_LE(schedule.next() - clocks.now.wall, 9h);
  EXPECT_EQ(checks_during(schedule, clocks, 24h), 4);
}

TEST(Schedule, AStepBackOverASlotDoesNotRepeatIt) {
  Clocks clocks;
  Schedule schedule(6h, 0h, clocks.now, clocks.now.wall - 1s);
  EXPECT_EQ(checks_during(schedule, clocks, 6h), 1);
  clocks.step(-1h);
  EXPECT_EQ(checks_during(schedule, clocks, 2h), 0);
}

TEST(Schedule, ACheckThatSomebodyAskedForDropsASlotThatIsNear) {
  Clocks clocks;
  Schedule schedule(6h, 0h, clocks.now, clocks.now.wall - 1s);
  clocks.pass(5h);
  schedule.began(clocks.now);
  EXPECT_EQ(checks_during(schedule, clocks, 2h), 0);
  EXPECT_EQ(checks_during(schedule, clocks, 6h), 1);
}

TEST(Schedule, ThePhaseMovesTheSlotsAndStays) {
  Clocks clocks;
  Schedule at_zero(6h, 0h, clocks.now, clocks.now.wall - 1s);
  Schedule shifted(6h, 6h * 7 + 17min, clocks.now, clocks.now.wall - 1s);
  EXPECT_EQ(shifted.next() - at_zero.next(), 17min);
  clocks.pass(6h + 17min);
  EXPECT_TRUE(shifted.due(clocks.now));
  EXPECT_EQ(shifted.next(), clocks.now.wall + 6h);
}

}  // namespace
}  // namespace deskready
