#include "agent/daemon/schedule/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <random>
#include <set>

namespace deskready {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

/// The C library's reading of a local time, which shares no code with the one under test.
WallTime local(const char* zone, int year, int month, int day, int hour, int minute) {
  setenv("TZ", zone, 1);
  tzset();
  std::tm time{};
  time.tm_year = year - 1900;
  time.tm_mon = month - 1;
  time.tm_mday = day;
  time.tm_hour = hour;
  time.tm_min = minute;
  time.tm_isdst = -1;
  const std::time_t seconds = std::mktime(&time);
  unsetenv("TZ");
  tzset();
  return WallTime(std::chrono::seconds(seconds));
}

struct Begun {
  std::size_t job;
  Weight weight;
  WallTime at;
};

/// A workstation's two clocks and the daemon's part: time passes on both, sleep on the wall only, and a step
/// moves the wall alone. A check takes no time.
class World {
 public:
  World(Settings settings, WallTime start, std::chrono::nanoseconds phase = 0ns, ScheduleMemory memory = {})
      : now{start, 1h}, schedule(Timetable(std::move(settings), phase), now, std::move(memory)) {
    look();
  }

  void look() {
    for (int again = 0; again < 3; ++again) {  // a held check brings a light one up
      for (const DueCheck& due : schedule.due(now)) {
        if (due.weight == Weight::full && busy != Reason::none) {
          schedule.hold(due.job, busy, now);
        } else {
          schedule.began(due.job, due.weight, now);
          begun.push_back({due.job, due.weight, now.wall});
        }
      }
    }
    for (CheckAccount& account : schedule.take_accounts()) accounts.push_back(std::move(account));
  }

  /// As the daemon sees it: it wakes at next().
  void pass(microseconds time) {
    const WallTime end = now.wall + time;
    while (now.wall < end) {
      const WallTime stop = std::min<WallTime>(std::max<WallTime>(schedule.next(), now.wall + 1s), end);
      now.monotonic += stop - now.wall;
      now.wall = stop;
      look();
    }
  }
  void pass_until(WallTime when) { pass(when - now.wall); }
  void sleep(microseconds time) {
    now.wall += time;
    look();
  }
  void step(microseconds time) { sleep(time); }
  void call(Reason what) {
    busy = what;
    if (busy == Reason::none) schedule.release(now);
    look();
  }
  std::size_t count(Weight weight) const {
    return static_cast<std::size_t>(
        std::count_if(begun.begin(), begun.end(), [&](const Begun& one) { return one.weight == weight; }));
  }
  /// The account of the first planned full check.
  const CheckAccount& full_account() const {
    static const CheckAccount none;
    const auto found = std::find_if(accounts.begin(), accounts.end(),
                                    [](const auto& one) { return one.planned.weight == Weight::full; });
    return found == accounts.end() ? none : *found;
  }

  Moment now;
  Schedule schedule;
  Reason busy = Reason::none;
  std::vector<Begun> begun;
  std::vector<CheckAccount> accounts;
};

Settings settings(const char* zone, std::initializer_list<const char*> shifts,
                  std::chrono::seconds every = 6h) {
  Settings made;
  Job job;
  job.spec = "acme";
  job.hours.zone = find_zone(zone).value();
  for (const char* shift : shifts) job.hours.shifts.push_back(*parse_shift(shift));
  made.jobs.push_back(job);
  made.every_seconds = static_cast<double>(every.count());
  return made;
}

/// A job that is checked already, so that no first check comes on top.
ScheduleMemory checked_at(WallTime when) {
  return {when, {{0, when}}, {}, {}};
}

constexpr const char* new_york = "America/New_York";

class NightShift : public testing::Test {
 protected:
  WallTime start = local(new_york, 2026, 11, 23, 12, 0);  // a Monday
  WallTime shift = local(new_york, 2026, 11, 23, 20, 0);
  World world{settings(new_york, {"Mon..Fri 20:00-05:00"}), start, 0ns, checked_at(start)};
};

TEST_F(NightShift, HasItsFullCheckInTimeAndOnlyLightOnesDuring) {
  world.pass_until(shift + 24h);
  ASSERT_EQ(world.count(Weight::full), 2u);
  const auto first = std::find_if(world.begun.begin(), world.begun.end(),
                                  [](const Begun& one) { return one.weight == Weight::full; });
  EXPECT_LE(first->at, shift - 30min);
  EXPECT_GE(first->at, shift - 42min);
  EXPECT_EQ(world.full_account().fate, Fate::done);
  EXPECT_GE(world.count(Weight::light), 2u);
}

TEST_F(NightShift, AComputerThatWakesInTimeStillHasItsFullCheck) {
  world.pass_until(shift - 2h);
  world.sleep(100min);
  world.pass(2min);
  EXPECT_EQ(world.count(Weight::full), 1u);
  EXPECT_EQ(world.full_account().fate, Fate::moved);
  EXPECT_EQ(world.full_account().reason, Reason::was_away);
}

TEST_F(NightShift, AComputerThatWakesLateGetsALightCheckOnly) {
  for (const auto early : {6min, 2min, 0min, -30min}) {
    World late(settings(new_york, {"Mon..Fri 20:00-05:00"}), start, 0ns, checked_at(start));
    late.pass_until(shift - 2h);
    const std::size_t before = late.begun.size();
    late.sleep(2h - early);
    late.pass(10min);
    EXPECT_EQ(late.count(Weight::full), 0u) << early.count();
    EXPECT_EQ(late.begun.size(), before + 1) << early.count();
    EXPECT_EQ(late.full_account().fate, Fate::skipped);
    EXPECT_EQ(late.full_account().reason, Reason::too_late);
  }
}

TEST_F(NightShift, ACallHoldsTheLoadAndALightCheckStandsIn) {
  world.pass_until(shift - 50min);
  world.call(Reason::in_call);
  world.pass_until(shift - 20min);
  EXPECT_EQ(world.count(Weight::full), 0u);
  EXPECT_TRUE(world.schedule.holds(0));
  EXPECT_EQ(world.begun.back().weight, Weight::light);
  world.call(Reason::none);
  EXPECT_EQ(world.count(Weight::full), 1u);
  EXPECT_EQ(world.full_account().fate, Fate::moved);
  EXPECT_EQ(world.full_account().reason, Reason::in_call);
}

TEST_F(NightShift, ACallIntoTheShiftGivesTheLoadUp) {
  world.pass_until(shift - 50min);
  world.call(Reason::in_call);
  world.pass_until(shift - 4min);
  world.call(Reason::none);
  world.pass_until(shift + 1h);
  EXPECT_EQ(world.count(Weight::full), 0u);
  EXPECT_EQ(world.full_account().fate, Fate::skipped);
  EXPECT_EQ(world.full_account().reason, Reason::in_call);
}

TEST_F(NightShift, ARestartAfterTheFullCheckLoadsTheLineNoSecondTime) {
  world.pass_until(shift - 20min);
  ASSERT_EQ(world.count(Weight::full), 1u);
  ScheduleMemory memory = world.schedule.memory();
  memory.seen = start;  // as if nothing had been written down since
  World again(settings(new_york, {"Mon..Fri 20:00-05:00"}), shift - 19min, 0ns, memory);
  again.pass_until(shift);
  EXPECT_EQ(again.count(Weight::full), 0u);
}

TEST_F(NightShift, WhatStandsInForAFullCheckOutlivesARestart) {
  // Away from before the full check until after its time: a light one is to stand in, a little later.
  world.pass_until(shift - 6h - 30min);
  const std::size_t before = world.count(Weight::light);
  world.sleep(6h + 30min);
  ASSERT_EQ(world.full_account().reason, Reason::too_late);
  ASSERT_EQ(world.count(Weight::light), before) << "not yet";
  const ScheduleMemory memory = world.schedule.memory();
  World again(settings(new_york, {"Mon..Fri 20:00-05:00"}), world.now.wall + 10s, 0ns, memory);
  again.pass(2min);
  EXPECT_EQ(again.count(Weight::light), 1u);
}

TEST_F(NightShift, AKillBeforeTheCheckBeganDoesNotLoseIt) {
  const auto planned = world.schedule.timetable().between(start, shift);
  const auto full = std::find_if(planned.begin(), planned.end(),
                                 [](const auto& one) { return one.weight == Weight::full; });
  ASSERT_NE(full, planned.end());
  Schedule killed(Timetable(settings(new_york, {"Mon..Fri 20:00-05:00"}), 0ns), {full->at, 1h},
                  checked_at(start));
  ASSERT_FALSE(killed.due({full->at, 1h}).empty());
  World again(settings(new_york, {"Mon..Fri 20:00-05:00"}), full->at + 5min, 0ns, killed.memory());
  again.pass(2min);
  EXPECT_EQ(again.count(Weight::full), 1u);
}

TEST_F(NightShift, AFullCheckOnRequestServesTheShift) {
  world.pass_until(shift - 55min);
  world.schedule.began(0, Weight::full, world.now);
  world.pass_until(shift);
  EXPECT_EQ(world.count(Weight::full), 0u);
  EXPECT_EQ(world.full_account().fate, Fate::skipped);
}

TEST_F(NightShift, APauseSkipsAndSaysSo) {
  world.schedule.pause(world.now);
  world.pass_until(shift + 10h);
  EXPECT_TRUE(world.begun.empty());
  ASSERT_FALSE(world.accounts.empty());
  for (const CheckAccount& account : world.accounts) EXPECT_EQ(account.reason, Reason::paused);
}

TEST_F(NightShift, AfterAPauseOneLightCheckMakesUpForWhatItLeftOut) {
  world.schedule.pause(world.now);
  world.pass_until(shift - 3min);
  world.schedule.resume(world.now);
  world.pass(2min);
  ASSERT_EQ(world.begun.size(), 1u);
  EXPECT_EQ(world.begun.front().weight, Weight::light);
}

TEST(Schedule, TheFirstCheckEverComesSoonButNotAtOnce) {
  const WallTime start = local(new_york, 2026, 11, 23, 12, 0);
  World world(settings(new_york, {}), start);
  EXPECT_TRUE(world.begun.empty());
  EXPECT_EQ(world.schedule.next(), start + 60s);
  world.pass(2min);
  EXPECT_EQ(world.begun.size(), 1u);
}

TEST(Schedule, AJobWithoutShiftsLoadsTheLineOnceADay) {
  const WallTime start = local("Asia/Karachi", 2026, 11, 1, 0, 30);
  World world(settings("Asia/Karachi", {}, 1h), start, 0ns, checked_at(start));
  world.pass(24h * 10);
  EXPECT_EQ(world.count(Weight::full), 10u);
  EXPECT_EQ(world.begun.size(), 240u);
}

TEST(Schedule, ALongSleepIsMadeUpForOnceAndNotAtTheMomentOfWaking) {
  const WallTime start = local(new_york, 2026, 11, 21, 1, 0);  // a Saturday
  World world(settings(new_york, {"Mon 09:00-10:00"}, 30min), start, 0ns, checked_at(start));
  world.pass(40min);
  const std::size_t before = world.begun.size();
  world.sleep(20h);
  EXPECT_EQ(world.begun.size(), before);
  world.pass(5min);
  EXPECT_EQ(world.begun.size(), before + 1);
  EXPECT_EQ(std::count_if(world.accounts.begin(), world.accounts.end(),
                          [](const auto& one) { return one.fate == Fate::moved; }),
            1);
}

TEST(Schedule, AStepByYearsCostsAtMostOneCheckEachWayAndStrandsNothing) {
  const WallTime start = local(new_york, 2026, 11, 21, 1, 0);
  World world(settings(new_york, {"Mon 09:00-10:00"}), start, 0ns, checked_at(start));
  world.pass(1h);
  const std::size_t before = world.begun.size();
  world.step(24h * 365 * 20);
  world.pass(10min);
  EXPECT_LE(world.begun.size(), before + 1);
  world.step(-24h * 365 * 20);
  world.pass(10min);
  EXPECT_LE(world.begun.size(), before + 2);
  const std::size_t then = world.begun.size();
  world.pass(24h);
  EXPECT_GE(world.begun.size(), then + 3);
  EXPECT_LE(world.begun.size(), then + 5);
}

TEST(Schedule, AMemoryFromTheFutureSilencesNothing) {
  const WallTime start = local(new_york, 2026, 11, 21, 1, 0);
  World world(settings(new_york, {}), start, 0ns, checked_at(start + 24h * 365));
  world.pass(5min);
  EXPECT_EQ(world.begun.size(), 1u);
}

TEST(Schedule, QuietHoursSilenceLightChecksOutsideShifts) {
  Settings quiet = settings(new_york, {"Mon..Fri 20:00-05:00"}, 1h);
  quiet.quiet = {*parse_hours("22:00-12:00")};
  const WallTime start = local(new_york, 2026, 11, 23, 12, 30);
  World world(quiet, start, 0ns, checked_at(start));
  world.pass_until(local(new_york, 2026, 11, 24, 12, 0));
  EXPECT_EQ(std::count_if(world.begun.begin(), world.begun.end(),
                          [&](const Begun& one) { return one.at > local(new_york, 2026, 11, 24, 5, 2); }),
            0);
  EXPECT_GE(std::count_if(world.begun.begin(), world.begun.end(),
                          [&](const Begun& one) {
                            return one.at > local(new_york, 2026, 11, 23, 22, 2) &&
                                   one.at < local(new_york, 2026, 11, 24, 5, 2);
                          }),
            6);
}

TEST(Schedule, AFleetDoesNotFireAtOnce) {
  std::mt19937_64 random(7);
  const WallTime start = local(new_york, 2026, 11, 23, 12, 0);
  std::map<std::int64_t, int> full_in_minute;
  for (int machine = 0; machine < 500; ++machine) {
    const Timetable timetable(settings(new_york, {"Mon..Fri 20:00-05:00"}),
                              std::chrono::nanoseconds(random() >> 2));
    for (const PlannedCheck& planned : timetable.between(start, start + 12h)) {
      if (planned.weight == Weight::full)
        ++full_in_minute[std::chrono::floor<std::chrono::minutes>(planned.at).time_since_epoch().count()];
    }
  }
  EXPECT_GE(full_in_minute.size(), 10u);
  for (const auto& [minute, machines] : full_in_minute) EXPECT_LE(machines, 100);
}

/// A year with everything: shifts over midnight in a zone with summer time, sleeps, calls, pauses and steps
/// of the clock, with a seed. Which shifts there are is reckoned by the C library.
class Year : public testing::TestWithParam<unsigned> {};

/// Sleep, clock steps, calls and pauses at random, until then.
void live_until(WallTime end, World& world, std::mt19937& random) {
  const auto chance = [&](int percent) { return static_cast<int>(random() % 100) < percent; };
  while (world.now.wall < end) {
    if (chance(5)) world.sleep(std::chrono::minutes(random() % 900));
    if (chance(1)) world.step(chance(50) ? 2h : 20min);
    if (chance(6)) world.call(world.busy == Reason::none ? Reason::in_call : Reason::none);
    if (chance(1)) {
      world.schedule.pause(world.now);
      world.pass(std::chrono::minutes(random() % 600));
      world.schedule.resume(world.now);
    }
    world.pass(std::chrono::minutes(1 + random() % 90));
  }
}

/// Of the first job before `end`, told by the C library.
std::set<WallTime> shifts_by_the_c_library(WallTime end) {
  std::set<WallTime> shifts;
  for (int day = 0; day <= 370; ++day) {
    const WallTime begin = local(new_york, 2027, 6, 1 + day, 20, 0);
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(begin - 12h).time_since_epoch().count();
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    if (utc.tm_wday != 0 && utc.tm_wday != 6 && begin < end) shifts.insert(begin);
  }
  return shifts;
}

/// Of the first job's full checks up to `end`.
void no_load_near_a_shift(const World& world, const std::set<WallTime>& shifts, WallTime end) {
  for (const Begun& one : world.begun) {
    if (one.weight != Weight::full || one.job != 0 || one.at > end) continue;
    const auto shift = shifts.lower_bound(one.at);
    ASSERT_NE(shift, shifts.end());
    EXPECT_GE(*shift - one.at, 5min) << "load right before a shift";
    const auto inside = shift == shifts.begin() ? shift : std::prev(shift);
    if (*inside < one.at) {
      EXPECT_GE(one.at - *inside, 9h - 1h) << "load in a shift";
    }
  }
}

TEST_P(Year, EveryPlannedCheckIsAccountedForOnce) {
  std::mt19937 random(GetParam());
  const WallTime start = local(new_york, 2027, 6, 1, 12, 0);
  const WallTime end = local(new_york, 2028, 6, 1, 12, 0);  // with a leap day
  Settings asked = settings(new_york, {"Mon..Fri 20:00-05:00"}, 1h);
  asked.jobs.push_back(asked.jobs.front());
  asked.jobs.back().hours.shifts = {*parse_shift("Sat 02:30-10:00")};
  asked.jobs.back().hours.exceptions["2027-12-25"] = {};
  World world(asked, start, 17min, {start, {{0, start}, {1, start}}, {}, {}});
  live_until(end, world, random);
  const WallTime seen = world.now.wall;
  world.call(Reason::none);
  world.pass(26h);

  std::map<std::pair<std::size_t, WallTime>, int> times;
  std::set<WallTime> shifts_of_first;
  for (const CheckAccount& account : world.accounts) {
    if (account.planned.at > seen) continue;
    ++times[{account.planned.job, account.planned.at}];
    EXPECT_EQ(account.reason == Reason::none, account.fate == Fate::done);
    if (account.planned.weight == Weight::full && account.planned.job == 0)
      shifts_of_first.insert(account.planned.shift);
  }
  const auto planned = world.schedule.timetable().between(start, seen);
  EXPECT_EQ(times.size(), planned.size());
  for (const PlannedCheck& one : planned)
    EXPECT_EQ((times[{one.job, one.at}]), 1) << one.job << to_string(one.weight);

  const std::set<WallTime> shifts = shifts_by_the_c_library(seen);
  EXPECT_EQ(shifts_of_first, shifts);
  no_load_near_a_shift(world, shifts, seen);
  EXPECT_GT(world.count(Weight::full), 100u);
  EXPECT_GT(world.count(Weight::light), 2000u);
}

INSTANTIATE_TEST_SUITE_P(Schedule, Year, testing::Range(1u, 4u));

}  // namespace
}  // namespace deskready
