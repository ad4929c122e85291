// Which check is made next, and which one waits for what. Pure: it is told the time and asks two questions.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/daemon/schedule/schedule.h"
#include "agent/daemon/standing/check_order.h"

namespace deskready {

/// What decides whether a full check may begin.
struct HeavyParts {
  /// Why they may not run; nothing when they may.
  std::function<std::optional<Hold>(WallTime now)> why_not;
  /// Whether it was looked a moment ago how much the line carries.
  std::function<bool(WallTime now)> line_known;
};

/// What outlives a new reading of the settings: a schedule is made anew, a promise is not.
struct PromisedChecks {
  std::optional<CheckOrder> running;
  std::vector<CheckOrder> orders;  ///< that a person asked for, or that confirm what was found
};

/// The checks of one reading of the settings. At most one runs: it does from next() until ended(). Not
/// thread-safe.
class CheckQueue {
 public:
  /// `names` are those of the timetable's jobs, in its order. Of what was `promised` that goes on whose job
  /// is still there, and what runs.
  CheckQueue(Timetable timetable, std::vector<std::string> names, const ScheduleMemory& memory, Moment now,
             HeavyParts heavy, PromisedChecks promised = {});

  /// Lets go what no longer has to wait, and queues what is due.
  void take_up(Moment now);

  struct Next {
    enum class Step : std::uint8_t {
      nothing,
      look_at_line,  ///< then ask again: a full check is next, and it is not known who else uses the line
      begin,         ///< `order`, which counts as running now
    };
    Step step = Step::nothing;
    CheckOrder order = {};
    std::vector<CheckOrder> held = {};  ///< full checks that had to step back since the last call
  };
  Next next(Moment now);
  /// What ran has a report that is safe, or none.
  void ended() { running_.reset(); }

  /// A light check before all others, to confirm what `order` found. Nothing when the job is no longer there.
  void confirm(const CheckOrder& order);

  struct Wish {
    bool already = false;      ///< something runs or is about to: nothing was added
    std::optional<Hold> hold;  ///< why the checks will be light ones
  };
  /// A person wants every job checked now. That counts more than the schedule, but no call is disturbed.
  Wish wish(Weight weight, Moment now);

  /// What waits is given up, and nothing begins until resume().
  void pause(Moment now);
  void resume(Moment now);
  /// What waits is given up, for the program ends.
  void clear() { orders_.clear(); }

  bool paused() const { return paused_; }

  /// When to take_up() again at the latest.
  WallTime wake(Moment now) const;
  const std::optional<CheckOrder>& running() const { return running_; }
  PromisedChecks promised() const;
  /// Of a full check that waits.
  const std::optional<Hold>& hold() const { return hold_; }

  std::vector<CheckAccount> take_accounts() { return schedule_.take_accounts(); }
  std::vector<PlannedCheck> upcoming(std::size_t count) const { return schedule_.upcoming(count); }
  WallTime next_planned() const { return schedule_.next(); }
  ScheduleMemory memory() const { return schedule_.memory(); }
  const Settings& settings() const { return schedule_.timetable().settings(); }
  const std::string& name(std::size_t job) const { return names_[job]; }

 private:
  std::size_t place_of(const std::string& name) const;
  void queue_due(Moment now);
  bool is_queued(const DueCheck& due) const;
  bool must_step_back(CheckOrder& order, Moment now);
  bool a_full_check_waits() const;

  const std::vector<std::string> names_;
  const HeavyParts heavy_;
  Schedule schedule_;
  std::deque<CheckOrder> orders_;
  std::optional<CheckOrder> running_;
  std::optional<Hold> hold_;
  bool paused_ = false;
};

}  // namespace deskready
