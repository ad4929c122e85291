// What the daemon decides, by a fake clock: which check begins, which steps back, and what a restart of the
// settings leaves alone.
#include "agent/daemon/check_queue.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace deskready {
namespace {

using namespace std::chrono_literals;
using Step = CheckQueue::Next::Step;

/// Two jobs with a shift from Monday to Friday, and a computer whose hold the test sets.
class Queue : public testing::Test {
 protected:
  Queue() { queue_.emplace(make({"acme", "bolt"})); }

  CheckQueue make(std::vector<std::string> names, PromisedChecks promised = {}) {
    Settings settings;
    settings.every_seconds = 600;
    settings.jobs.clear();
    for (const std::string& name : names) {
      Job job;
      job.spec = name;
      job.hours.zone = find_zone("UTC").value();
      job.hours.shifts = {*parse_shift("Mon..Fri 09:00-17:00")};
      settings.jobs.push_back(job);
    }
    ScheduleMemory memory{now_.wall, {}, {}, {}};
    for (std::size_t job = 0; job < names.size(); ++job) memory.checked[job] = now_.wall;
    return CheckQueue(Timetable(settings, 0ns), std::move(names), memory, now_,
                      {.why_not = [this](WallTime at) -> std::optional<Hold> {
                         if (held_ == Reason::none) return std::nullopt;
                         return Hold{held_, at};
                       },
                       .line_known = [this](WallTime) { return line_known_; }},
                      std::move(promised));
  }

  void pass(std::chrono::seconds length) {
    now_.wall += length;
    now_.monotonic += length;
    queue_->take_up(now_);
  }
  /// Lets time pass until the queue has something to do.
  CheckQueue::Next wait_for_next() {
    for (int minutes = 0; minutes < 24 * 60; ++minutes) {
      pass(1min);
      auto next = queue_->next(now_);
      if (next.step != Step::nothing || !next.held.empty()) return next;
    }
    return {};
  }
  CheckQueue::Next wait_for(Weight weight) {
    for (int checks = 0; checks < 1000; ++checks) {
      auto next = wait_for_next();
      if (next.step == Step::nothing) break;
      if (next.order.weight == weight) return next;
      queue_->ended();
    }
    ADD_FAILURE() << "no such check within days";
    return {};
  }

  Moment now_{WallTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 20h), 1h};  // a Sunday
  Reason held_ = Reason::none;
  bool line_known_ = true;
  std::optional<CheckQueue> queue_;
};

TEST_F(Queue, OneCheckRunsAtATime) {
  const auto first = wait_for_next();
  ASSERT_EQ(first.step, Step::begin);
  EXPECT_EQ(queue_->running()->name, first.order.name);
  pass(30s);
  EXPECT_EQ(queue_->next(now_).step, Step::nothing);
  queue_->ended();
  const auto second = queue_->next(now_);
  ASSERT_EQ(second.step, Step::begin);
  EXPECT_NE(second.order.name, first.order.name) << "what began is no longer due";
}

TEST_F(Queue, AFullCheckBeginsOnlyWhenItIsKnownWhoUsesTheLine) {
  wait_for(Weight::full);
  queue_->ended();
  line_known_ = false;
  ASSERT_EQ(queue_->next(now_).step, Step::look_at_line);
  EXPECT_FALSE(queue_->running());
  line_known_ = true;
  EXPECT_EQ(queue_->next(now_).order.weight, Weight::full);
}

TEST_F(Queue, AHeldFullCheckStepsBackForALightOneAndComesBack) {
  held_ = Reason::in_call;
  CheckQueue::Next next;
  do {
    queue_->ended();
    next = wait_for_next();
    ASSERT_TRUE(next.step != Step::nothing || !next.held.empty());
  } while (next.held.empty());
  EXPECT_EQ(next.held.front().hold->reason, Reason::in_call);
  if (next.step == Step::nothing) next = wait_for_next();  // there was a light one a moment ago
  ASSERT_EQ(next.step, Step::begin);
  EXPECT_EQ(next.order.weight, Weight::light);
  ASSERT_TRUE(next.order.hold);
  EXPECT_EQ(next.order.hold->reason, Reason::in_call);
  EXPECT_EQ(queue_->hold()->reason, Reason::in_call);
  queue_->ended();
  while (queue_->next(now_).step == Step::begin) queue_->ended();
  EXPECT_LE(queue_->wake(now_), now_.wall + 60s) << "the end of some holds gives no sign";
  held_ = Reason::none;
  pass(1s);
  EXPECT_FALSE(queue_->hold());
  EXPECT_EQ(queue_->next(now_).order.weight, Weight::full);
}

TEST_F(Queue, AFullCheckThatWasGivenUpOrHasBeenWaitsNoMore) {
  for (const bool given_up : {true, false}) {
    held_ = Reason::on_battery;
    while (!queue_->hold()) {
      queue_->ended();
      const auto next = wait_for_next();
      ASSERT_TRUE(next.step != Step::nothing || !next.held.empty());
    }
    queue_->ended();
    while (queue_->next(now_).step == Step::begin) queue_->ended();
    if (given_up) {
      queue_->pause(now_);
      pass(1s);
      EXPECT_FALSE(queue_->hold());
      queue_->resume(now_);
      pass(1s);
    } else {
      held_ = Reason::none;
      queue_->wish(Weight::full, now_);
      while (queue_->next(now_).step == Step::begin) queue_->ended();
      held_ = Reason::on_battery;
      pass(1s);
    }
    EXPECT_FALSE(queue_->hold());
    queue_->ended();
  }
}

TEST_F(Queue, APersonsWishIsForEveryJobAndDisturbsNoCall) {
  const auto wish = queue_->wish(Weight::full, now_);
  EXPECT_FALSE(wish.already);
  EXPECT_FALSE(wish.hold);
  line_known_ = false;  // who asks for it wants it now
  const auto first = queue_->next(now_);
  EXPECT_EQ(first.order.weight, Weight::full);
  EXPECT_TRUE(queue_->wish(Weight::full, now_).already);
  queue_->ended();
  EXPECT_EQ(queue_->next(now_).order.name, "bolt");
  queue_->ended();

  held_ = Reason::in_call;
  EXPECT_EQ(queue_->wish(Weight::full, now_).hold->reason, Reason::in_call);
  EXPECT_EQ(queue_->next(now_).order.weight, Weight::light);
}

TEST_F(Queue, AConfirmationComesFirstAndIsLight) {
  queue_->wish(Weight::light, now_);
  const auto first = queue_->next(now_);
  queue_->ended();
  queue_->confirm(first.order);
  const auto again = queue_->next(now_);
  EXPECT_EQ(again.order.name, first.order.name);
  EXPECT_TRUE(again.order.retest);
  EXPECT_EQ(again.order.weight, Weight::light);
  queue_->ended();
  CheckOrder gone = first.order;
  gone.name = "gone";
  queue_->confirm(gone);
  EXPECT_EQ(queue_->next(now_).order.name, "bolt");
}

TEST_F(Queue, WhatRunsGoesOnWhenTheSettingsAreReadAnew) {
  queue_->wish(Weight::light, now_);
  queue_->next(now_);
  queue_->ended();
  const auto running = queue_->next(now_);
  ASSERT_EQ(running.order.name, "bolt");
  auto anew = make({"bolt", "corp"}, queue_->promised());
  queue_.emplace(std::move(anew));
  EXPECT_EQ(queue_->running()->job, 0u);
  EXPECT_TRUE(queue_->wish(Weight::light, now_).already);
  EXPECT_EQ(queue_->next(now_).step, Step::nothing);
  queue_->ended();
  EXPECT_EQ(queue_->next(now_).step, Step::nothing);
}

TEST_F(Queue, WhatWasPromisedIsStillDoneWhenTheSettingsAreReadAnew) {
  queue_->wish(Weight::light, now_);
  const auto first = queue_->next(now_);
  queue_->ended();
  queue_->confirm(first.order);
  auto anew = make({"corp", "bolt", "acme"}, queue_->promised());
  queue_.emplace(std::move(anew));
  const auto again = queue_->next(now_);
  EXPECT_EQ(again.order.name, "acme");
  EXPECT_EQ(again.order.job, 2u);
  EXPECT_TRUE(again.order.retest);
  queue_->ended();
  const auto asked = queue_->next(now_);
  EXPECT_EQ(asked.order.name, "bolt");
  EXPECT_TRUE(asked.order.asked);
  queue_->ended();

  queue_->wish(Weight::light, now_);
  auto fewer = make({"bolt"}, queue_->promised());
  queue_.emplace(std::move(fewer));
  EXPECT_EQ(queue_->next(now_).order.name, "bolt");
  queue_->ended();
  EXPECT_EQ(queue_->next(now_).step, Step::nothing) << "whose job is gone is gone";
}

TEST_F(Queue, APauseGivesUpWhatWaitsAndItsEndMakesUpForIt) {
  queue_->wish(Weight::light, now_);
  queue_->pause(now_);
  EXPECT_EQ(queue_->next(now_).step, Step::nothing);
  pass(24h);
  EXPECT_EQ(queue_->next(now_).step, Step::nothing);
  for (const CheckAccount& account : queue_->take_accounts()) EXPECT_EQ(account.reason, Reason::paused);
  queue_->resume(now_);
  EXPECT_EQ(wait_for_next().order.weight, Weight::light);
}

TEST_F(Queue, NeverSleepsPastAChangeOfTheZoneAndNeverSpins) {
  EXPECT_LE(queue_->wake(now_), now_.wall + 15min);
  for (int i = 0; i < 2000; ++i) {
    ASSERT_GE(queue_->wake(now_), now_.wall + 100ms);
    pass(1min);
    if (i % 3 == 0) queue_->ended();
    queue_->next(now_);
  }
}

}  // namespace
}  // namespace deskready
