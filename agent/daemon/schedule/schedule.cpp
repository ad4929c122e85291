#include "agent/daemon/schedule/schedule.h"

#include <fmt/format.h>

#include <algorithm>

namespace deskready {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;
using std::chrono::nanoseconds;

/// Slewing by NTP stays far below this; a step or a sleep that matters does not.
constexpr nanoseconds jump = 5s;
/// A check that comes up later than this was missed.
constexpr auto on_time = 2min;
/// The line and the sound server need this long after a return.
constexpr microseconds longest_settling = 60s;
/// A light check this close before a full one says nothing that the full one will not.
constexpr auto near_full = 30min;
constexpr auto longest_gap = 400 * 24h;

}  // namespace

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::done:
      return "done";
    case Fate::moved:
      return "moved";
    case Fate::skipped:
      return "skipped";
  }
  return "skipped";
}

Schedule::Schedule(Timetable timetable, Moment now, ScheduleMemory memory)
    : timetable_(std::move(timetable)),
      settle_(std::min(longest_settling, std::chrono::floor<microseconds>(timetable_.every() / 10))),
      seen_(now),
      cursor_(now.wall),
      loaded_(std::move(memory.loaded)) {
  const bool first_start = memory.seen == WallTime{};
  // A memory from the future was written under a wrong clock and says nothing about what was missed.
  if (!first_start && memory.seen <= now.wall)
    cursor_ = std::max<WallTime>(memory.seen, now.wall - longest_gap - 1h);
  for (const auto& [job, when] : memory.checked) {
    if (when > now.wall) continue;
    // One of long ago is as good as none, and its nanoseconds would overflow.
    const WallTime at = std::max<WallTime>(when, now.wall - longest_gap);
    checked_[job] = at;
    last_[job] = now.monotonic - nanoseconds(now.wall - at);
  }
  for (const auto& [job, why] : memory.stands_in) {
    if (job < timetable_.jobs()) stand_in(job, why, now.wall + settle_, now);
  }
  for (std::size_t job = 0; job < timetable_.jobs(); ++job) {
    if (!checked_.contains(job)) stand_in(job, Reason::nothing_checked_yet, now.wall + settle_, now);
  }
}

/// By both clocks: a sleep after the check makes it old, and a wall clock that was set back does not make it
/// new.
bool Schedule::recent(std::size_t job, Moment now) const {
  const auto last = last_.find(job);
  if (last == last_.end() || now.monotonic - last->second >= timetable_.every() / 2) return false;
  return nanoseconds(now.wall - checked_.at(job)) < timetable_.every() / 2;
}

bool Schedule::waits(std::size_t job, Weight weight) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& one) {
    return one.planned.job == job && one.planned.weight == weight;
  });
}

void Schedule::settle(const PlannedCheck& planned, Fate fate, Reason reason, Moment now) {
  accounts_.push_back({planned, fate, reason, now.wall});
}

/// Sleep stops the monotonic clock and a step moves only the other; both look alike here and are treated
/// alike.
void Schedule::notice_steps(Moment now) {
  const nanoseconds unseen = nanoseconds(now.wall - seen_.wall) - (now.monotonic - seen_.monotonic);
  seen_ = now;
  // The hours that come again are planned anew; recent() and `loaded_` keep them from being checked twice.
  if (unseen < -jump && now.wall < cursor_) {
    cursor_ = now.wall;
    next_planned_.reset();
    for (Waiting& one : waiting_) one.from = std::min(one.from, now.wall + settle_);
  }
  if (now.wall - cursor_ > longest_gap) cursor_ = now.wall - 24h;
}

std::vector<DueCheck> Schedule::due(Moment now) {
  notice_steps(now);
  if (now.wall > cursor_) {
    for (const PlannedCheck& planned : timetable_.between(cursor_, now.wall)) arrive(planned, now);
    cursor_ = now.wall;
    next_planned_.reset();
    catch_up(now);
  }
  give_up_late_ones(now);
  std::vector<DueCheck> ready;
  for (const Waiting& one : waiting_) {
    if (one.from > now.wall || one.held != Reason::none) continue;
    ready.push_back({one.planned.job, one.planned.weight, one.planned.until, one.reason});
  }
  return ready;
}

void Schedule::arrive(const PlannedCheck& planned, Moment now) {
  if (paused_) return settle(planned, Fate::skipped, Reason::paused, now);
  const bool missed = now.wall - planned.at > on_time;
  planned.weight == Weight::full ? arrive_full(planned, missed, now) : arrive_light(planned, missed, now);
}

void Schedule::arrive_full(const PlannedCheck& planned, bool missed, Moment now) {
  const auto loaded = loaded_.find(planned.job);
  if (loaded != loaded_.end() && loaded->second == planned.shift) {
    return settle(planned, Fate::skipped, Reason::once_a_shift, now);
  }
  const WallTime from = missed ? now.wall + settle_ : now.wall;
  if (from > planned.until) {
    settle(planned, Fate::skipped, Reason::too_late, now);
    return stand_in(planned.job, Reason::too_late, from, now);
  }
  // A full check that still waits for an earlier shift has no chance any more beside this one.
  std::erase_if(waiting_, [&](const Waiting& one) {
    if (one.planned.job != planned.job) return false;
    if (!one.stands_in)
      settle(one.planned, Fate::skipped, one.held == Reason::none ? Reason::full_is_near : one.held, now);
    return true;
  });
  waiting_.push_back({planned, from, missed ? Reason::was_away : Reason::none, Reason::none, false});
}

void Schedule::arrive_light(const PlannedCheck& planned, bool missed, Moment now) {
  if (timetable_.quiet(planned.job, planned.at))
    return settle(planned, Fate::skipped, Reason::quiet_hours, now);
  if (missed) {
    const auto [place, first] = missed_.emplace(planned.job, planned);
    if (!first) {
      settle(place->second, Fate::skipped, Reason::made_up, now);
      place->second = planned;
    }
    return;
  }
  if (recent(planned.job, now) || waits(planned.job, Weight::light)) {
    return settle(planned, Fate::skipped, Reason::just_checked, now);
  }
  const auto ahead = timetable_.between(now.wall, now.wall + near_full);
  const bool near = std::any_of(ahead.begin(), ahead.end(), [&](const PlannedCheck& other) {
    return other.job == planned.job && other.weight == Weight::full;
  });
  const bool full_may_run = std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& one) {
    return one.planned.job == planned.job && one.planned.weight == Weight::full && one.held == Reason::none;
  });
  if (near || full_may_run) return settle(planned, Fate::skipped, Reason::full_is_near, now);
  waiting_.push_back({planned, now.wall, Reason::none, Reason::none, false});
}

void Schedule::catch_up(Moment now) {
  for (const auto& [job, planned] : missed_) {
    if (waits(job, Weight::full) || waits(job, Weight::light)) {
      settle(planned, Fate::skipped, Reason::made_up, now);
    } else if (recent(job, now)) {
      settle(planned, Fate::skipped, Reason::just_checked, now);
    } else {
      waiting_.push_back({planned, now.wall + settle_, Reason::was_away, Reason::none, false});
    }
  }
  missed_.clear();
}

void Schedule::give_up_late_ones(Moment now) {
  std::vector<Waiting> late;
  std::erase_if(waiting_, [&](const Waiting& one) {
    const bool gone = one.planned.weight == Weight::full && now.wall > one.planned.until;
    if (gone) late.push_back(one);
    return gone;
  });
  for (const Waiting& one : late) {
    const Reason why = one.held != Reason::none     ? one.held
                       : one.reason == Reason::none ? Reason::waited_in_vain
                                                    : Reason::too_late;
    settle(one.planned, Fate::skipped, why, now);
    stand_in(one.planned.job, why, now.wall, now);
  }
}

void Schedule::stand_in(std::size_t job, Reason why, WallTime from, Moment now) {
  if (paused_ || recent(job, now) || waits(job, Weight::light)) return;
  waiting_.push_back({{job, Weight::light, now.wall, now.wall, {}}, from, why, Reason::none, true});
}

void Schedule::pause(Moment now) {
  paused_ = true;
  for (const Waiting& one : waiting_) {
    if (!one.stands_in) settle(one.planned, Fate::skipped, Reason::paused, now);
  }
  waiting_.clear();
}

/// What the pause left out is made up for by one light check, as after a sleep.
void Schedule::resume(Moment now) {
  if (!std::exchange(paused_, false)) return;
  for (std::size_t job = 0; job < timetable_.jobs(); ++job)
    stand_in(job, Reason::paused, now.wall + settle_, now);
}

/// The shift that a full check which nobody planned is for.
void Schedule::count_for_near_shift(std::size_t job, Moment now) {
  for (const PlannedCheck& planned : timetable_.between(now.wall, now.wall + near_full)) {
    if (planned.job != job || planned.weight != Weight::full) continue;
    loaded_[job] = planned.shift;
    return;
  }
}

void Schedule::began(std::size_t job, Weight weight, Moment now) {
  last_[job] = now.monotonic;
  checked_[job] = now.wall;
  if (weight == Weight::full && !waits(job, Weight::full)) count_for_near_shift(job, now);
  std::erase_if(waiting_, [&](const Waiting& one) {
    if (one.planned.job != job) return false;
    // A light check does not stand for the full one that is held.
    if (weight == Weight::light && one.planned.weight == Weight::full) return false;
    if (one.planned.weight == Weight::full) loaded_[job] = one.planned.shift;
    if (one.stands_in) return true;
    const bool at_its_time =
        one.reason == Reason::none && one.held == Reason::none && now.wall - one.planned.at <= on_time;
    const Reason why = one.reason != Reason::none ? one.reason
                       : one.held != Reason::none ? one.held
                                                  : Reason::another_ran;
    settle(one.planned, at_its_time ? Fate::done : Fate::moved, at_its_time ? Reason::none : why, now);
    return true;
  });
}

void Schedule::hold(std::size_t job, Reason why, Moment now) {
  for (Waiting& one : waiting_) {
    if (one.planned.job != job || one.planned.weight != Weight::full || one.held != Reason::none) continue;
    one.held = why;
    if (one.reason == Reason::none) one.reason = why;
    return stand_in(job, why, now.wall, now);
  }
}

void Schedule::release(Moment now) {
  for (Waiting& one : waiting_) {
    if (std::exchange(one.held, Reason::none) != Reason::none) one.from = std::max(one.from, now.wall);
  }
}

WallTime Schedule::next() const {
  if (!next_planned_) {
    const auto planned = timetable_.after(cursor_, 1);
    next_planned_ = planned.empty() ? cursor_ + 24h : planned.front().at;
  }
  WallTime next = *next_planned_;
  for (const Waiting& one : waiting_) {
    if (one.planned.weight == Weight::full) next = std::min(next, one.planned.until + 1s);
    if (one.held == Reason::none) next = std::min(next, one.from);
  }
  return std::max(next, seen_.wall);
}

std::vector<PlannedCheck> Schedule::upcoming(std::size_t count) const {
  std::vector<PlannedCheck> found;
  for (const Waiting& one : waiting_) {
    found.push_back(one.planned);
    found.back().at = std::max(one.from, seen_.wall);
  }
  for (PlannedCheck& planned : timetable_.after(cursor_, count)) found.push_back(planned);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  if (found.size() > count) found.resize(count);
  return found;
}

bool Schedule::holds(std::size_t job) const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const Waiting& one) { return one.planned.job == job && one.held != Reason::none; });
}

ScheduleMemory Schedule::memory() const {
  ScheduleMemory memory{cursor_, checked_, loaded_, {}};
  for (const Waiting& one : waiting_) {
    if (one.stands_in)
      memory.stands_in.emplace(one.planned.job, one.reason);
    else
      memory.seen = std::min(memory.seen, one.planned.at - 1us);
  }
  return memory;
}

}  // namespace deskready
