// What the daemon remembers over a restart. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/daemon/schedule/schedule.h"
#include "agent/daemon/standing/check_order.h"
#include "agent/daemon/standing/job_standing.h"

namespace deskready {

/// Everything the daemon remembers over a restart.
struct DaemonMemory {
  std::vector<JobStanding> jobs;                    ///< in the order of the settings
  WallTime seen{};                                  ///< as ScheduleMemory::seen
  std::map<std::string, WallTime> checked, loaded;  ///< as in ScheduleMemory, by job_name()
  std::map<std::string, Reason> stands_in;          ///< as in ScheduleMemory, by job_name()
  std::optional<WallTime> paused_until;             ///< WallTime::max() for a pause without an end

  /// The worst verdict's job; null when nothing was ever found.
  const JobStanding* worst() const;
  /// Keeps those of the jobs that are named, in this order, and adds the new ones; `names` as of
  /// take_names().
  void arrange(const std::vector<Job>& jobs, int agree, const SpecNames& names = {});
  /// For a start, `agree` as for arrange(): checks that began and left no report, or whose retest was not
  /// made any more, because the service or the computer stopped, count as not begun, so that the schedule
  /// looks again at once. Their shifts have had their load test all the same.
  void forget_unfinished(int agree);
  /// What the end of a check changes, and what is to be done about it: nothing where its job is gone.
  Alarm::Next hear(const CheckEnd& end, WallTime now);
  /// Null where there is none of this name.
  const JobStanding* find(std::string_view job) const;
  ScheduleMemory for_schedule(const std::vector<Job>& jobs) const;
  void take(const ScheduleMemory& schedule, const std::vector<Job>& jobs);
};

}  // namespace deskready
