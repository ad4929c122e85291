// What was last found for one job. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "agent/daemon/schedule/alarm.h"
#include "agent/daemon/standing/report_summary.h"
#include "config/settings/settings.h"

namespace deskready {

/// What was last found for one job.
struct JobStanding {
  std::string job;          ///< job_name()
  std::string list;         ///< a shipped spec's name, or its file's without the folder
  std::string title;        ///< the spec's own name; empty where it could not be read
  std::string more;         ///< role and reference, "video, A-1"; may be empty
  std::string employer;     ///< as the spec or the last report says; empty for a list of nobody's
  std::string verdict;      ///< empty when nothing was ever found
  std::string since;        ///< when the first of the latest checks with this verdict ended, RFC 3339
  std::string until;        ///< how long the last one holds, RFC 3339; empty where nobody said
  Why why;                  ///< of the verdict
  std::string last_report;  ///< id
  std::string last_spec;
  std::string last_finished;
  Alarm alarm;

  /// For people: "Acme Support (video, A-1)". Never a file's path, and of a bounded length.
  std::string name() const;

  /// Why it stands so, a sentence, and the first thing to do about it; either may be empty.
  std::string reason(std::string_view language) const { return why_words(language, why); }
  std::string step(std::string_view language) const { return first_step_words(language, verdict, why); }

  /// An interrupted check changes nothing.
  void add(const ReportSummary& report);
  /// A check that left no report: `incomplete`, never a pass. `now` is RFC 3339.
  void add_failure(const CheckTrouble& trouble, std::string_view now);

 private:
  void becomes(std::string_view new_verdict, Why new_why, std::string_view when);
};

/// name() of each; those that would be the same get numbers.
std::vector<std::string> names_of(const std::vector<JobStanding>& jobs);

/// What a spec calls itself and its employer; either may be empty.
struct SpecName {
  std::string title, employer;
};
/// By the spec as the job names it, of those that could be read.
using SpecNames = std::map<std::string, SpecName>;

/// What a standing is called by, before its first report too: `list`, `more` and what its spec says.
void take_names(JobStanding& standing, const Job& job, const SpecNames& names = {});

/// A job's name over restarts and changes of its place in the settings: "acme-voice", "acme-voice (video,
/// A-1)".
std::string job_name(const Job& job);

}  // namespace deskready
