// What the daemon last found, as it tells it and as it remembers it over a restart. Pure, but for load and
// save.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "agent/daemon/schedule/alarm.h"
#include "agent/daemon/schedule/schedule.h"
#include "config/settings/settings.h"

namespace deskready {

/// The few fields of a report that the daemon tells. It reads them from the JSON, so that the daemon holds no
/// code of probes or judges.
struct ReportSummary {
  std::string id;
  std::string spec;
  std::string finished;  ///< RFC 3339 UTC
  std::string verdict;
  std::string reason;  ///< English, of the finding that decides; empty when all is well
  std::string fix;     ///< English, of the same finding; may be empty
  bool interrupted = false;
};

/// Reads report/1. The error says what is wrong with the text; an unknown verdict is an error, never a pass.
tl::expected<ReportSummary, std::string> summarise_report(std::string_view json_text);

/// 0 for ready up to 3 for not_ready, -1 for a text that is no verdict.
int badness(std::string_view verdict);

/// What was last found for one job.
struct JobStanding {
  std::string job;          ///< job_name()
  std::string verdict;      ///< empty when nothing was ever found
  std::string since;        ///< when the first of the latest checks with this verdict ended, RFC 3339
  std::string reason;       ///< of the verdict
  std::string fix;          ///< what to do about it; may be empty
  std::string last_report;  ///< id
  std::string last_spec;
  std::string last_finished;
  Alarm alarm;

  /// An interrupted check changes nothing.
  void add(const ReportSummary& report);
  /// A check that left no report: `incomplete`, never a pass. `now` is RFC 3339.
  void add_failure(std::string_view why, std::string_view now);

 private:
  void becomes(std::string_view new_verdict, std::string_view why, std::string_view when);
};

/// A job's name over restarts and changes of its place in the settings: "acme-voice", "acme-voice (video,
/// A-1)".
std::string job_name(const Job& job);

/// Everything the daemon remembers over a restart.
struct DaemonMemory {
  std::vector<JobStanding> jobs;                    ///< in the order of the settings
  WallTime seen{};                                  ///< as ScheduleMemory::seen
  std::map<std::string, WallTime> checked, loaded;  ///< as in ScheduleMemory, by job_name()
  std::optional<WallTime> paused_until;             ///< WallTime::max() for a pause without an end

  /// The worst verdict's job; null when nothing was ever found.
  const JobStanding* worst() const;
  /// Keeps those of the jobs that are named, in this order, and adds the new ones.
  void arrange(const std::vector<Job>& jobs, int agree);
  /// For a start: checks that began and left no report, or whose retest was not made any more, because the
  /// service or the computer stopped, count as not begun, so that the schedule looks again at once. Their
  /// shifts have had their load test all the same.
  void forget_unfinished();
  ScheduleMemory for_schedule(const std::vector<Job>& jobs) const;
  void take(const ScheduleMemory& schedule, const std::vector<Job>& jobs);
};

/// Nothing, and no error, when there is none yet. A broken file is an error, to be logged; the daemon goes on
/// without.
tl::expected<DaemonMemory, std::string> load_memory(const std::filesystem::path& file);
tl::expected<void, std::string> save_memory(const std::filesystem::path& file, const DaemonMemory& memory);

/// As `GET /status` tells it: verdict, since, reason, last_report of the worst job, and all jobs.
nlohmann::json standing_json(const DaemonMemory& memory);

/// "Not ready for acme-voice".
std::string headline(const JobStanding& job);

/// For people, by this computer's zone: "Tue 24 Nov, 09:30".
std::string local_time(WallTime time);

}  // namespace deskready
