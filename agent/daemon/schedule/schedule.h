// What is due now, what waits, and what became of every planned check. Pure: it is told the time, so that a
// test can play a year in seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/daemon/schedule/reason.h"
#include "agent/daemon/schedule/timetable.h"

namespace deskready {

/// Both clocks at one moment. Wall time says which slot it is; the monotonic clock, which stands still during
/// sleep, tells a sleep or a step of the wall clock from time that simply passed.
struct Moment {
  WallTime wall{};
  std::chrono::nanoseconds monotonic{};
};

enum class Fate : std::uint8_t { done, moved, skipped };
std::string_view to_string(Fate fate);

/// What became of one planned check; every one gets exactly one of these.
struct CheckAccount {
  PlannedCheck planned;
  Fate fate = Fate::done;
  Reason reason = Reason::none;  ///< `none` for `done`
  WallTime at{};                 ///< when it began, or was given up
};

/// A check that may begin now.
struct DueCheck {
  std::size_t job = 0;
  Weight weight = Weight::light;
  WallTime until{};              ///< of a full one
  Reason reason = Reason::none;  ///< why it is not at its planned time; `none` when it is
};

/// What a restart must not forget. By position in the settings' jobs.
struct ScheduleMemory {
  WallTime seen{};                          ///< up to when everything planned is accounted for; {} at first
  std::map<std::size_t, WallTime> checked;  ///< when the job's last check of any weight began
  std::map<std::size_t, WallTime> loaded;   ///< PlannedCheck::shift of the last full check that began
  std::map<std::size_t, Reason>
      stands_in;  ///< jobs of which a light check is due that nobody planned, and why
};

/// Every planned check comes up once. What was missed, by sleep, by a stopped process or by a step of the
/// clock, is made up for by one check for each job, a little after the return, when the line and the sound
/// server are back. A full check that cannot begin in time gives way to a light one. A light one is dropped
/// within half of `every` after a check and right before a full one. Not thread-safe.
class Schedule {
 public:
  Schedule(Timetable timetable, Moment now, ScheduleMemory memory);

  /// Brings the state up to `now` and returns what may begin. Each stays due until began() or hold() was
  /// told. To be called at next() and after each step of the wall clock.
  std::vector<DueCheck> due(Moment now);

  /// A check of the job began, for whatever reason. A full one counts for the shift that is near.
  void began(std::size_t job, Weight weight, Moment now);

  /// The job's full check may not run now; why is what the account says if it never does. A light check takes
  /// its place at once unless there was one.
  void hold(std::size_t job, Reason why, Moment now);

  /// What held full checks is over.
  void release(Moment now);

  /// No check may run at all; what waits and what comes up is skipped until resume().
  void pause(Moment now);
  void resume(Moment now);

  /// When due() has something new to say, short of what happens in between. Never earlier than the last
  /// `now`.
  WallTime next() const;
  /// What is planned next, after what is due or waits.
  std::vector<PlannedCheck> upcoming(std::size_t count) const;
  /// Whether the job's full check waits because of a hold().
  bool holds(std::size_t job) const;

  std::vector<CheckAccount> take_accounts() { return std::exchange(accounts_, {}); }

  /// Checks that are due or wait count as not yet seen, so that a restart brings them up again; one that
  /// stands in for a full one is remembered by itself.
  ScheduleMemory memory() const;
  const Timetable& timetable() const { return timetable_; }

 private:
  struct Waiting {
    PlannedCheck planned;
    WallTime from{};
    Reason reason = Reason::none;
    Reason held = Reason::none;
    bool stands_in = false;  ///< a light check in place of a full one, planned by nobody
  };

  void notice_steps(Moment now);
  void arrive(const PlannedCheck& planned, Moment now);
  void arrive_full(const PlannedCheck& planned, bool missed, Moment now);
  void arrive_light(const PlannedCheck& planned, bool missed, Moment now);
  void catch_up(Moment now);
  void give_up_late_ones(Moment now);
  void stand_in(std::size_t job, Reason why, WallTime from, Moment now);
  void settle(const PlannedCheck& planned, Fate fate, Reason reason, Moment now);
  void count_for_near_shift(std::size_t job, Moment now);
  bool recent(std::size_t job, Moment now) const;
  bool waits(std::size_t job, Weight weight) const;

  Timetable timetable_;
  std::chrono::microseconds settle_;
  Moment seen_;
  WallTime cursor_;
  std::map<std::size_t, std::chrono::nanoseconds> last_;  ///< monotonic begin of the job's last check
  std::map<std::size_t, WallTime> checked_;
  std::map<std::size_t, WallTime> loaded_;
  std::map<std::size_t, PlannedCheck> missed_;  ///< the newest missed light one of each job
  std::vector<Waiting> waiting_;
  std::vector<CheckAccount> accounts_;
  bool paused_ = false;
  mutable std::optional<WallTime> next_planned_;
};

}  // namespace deskready
