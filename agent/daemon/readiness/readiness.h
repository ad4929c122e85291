// Whether each job is ready at one moment, as other programs of this person are told it. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/daemon/standing/daemon_memory.h"

namespace deskready {

/// In place of a verdict: nothing was found yet, or what was found holds no more.
inline constexpr std::string_view not_known = "not_known";

struct JobReadiness {
  std::string name;     ///< for people, as names_of() has it
  std::string spec;     ///< the list's own name; no folder of the person's
  std::string verdict;  ///< a report's, or not_known
  std::optional<WallTime> since;
  std::optional<WallTime>
      until;               ///< from then on the verdict counts for nothing; none where it is no verdict
  std::string first_step;  ///< English; empty where nothing is to be done, or nobody knows what

  bool operator==(const JobReadiness&) const = default;
};

struct Readiness {
  std::string verdict;  ///< the worst job's; not_known without jobs
  std::vector<JobReadiness> jobs;

  /// When the first of the verdicts ends by itself; none where none does.
  std::optional<WallTime> ends() const;

  bool operator==(const Readiness&) const = default;
};

/// A verdict of which nobody said how long it holds, or past that time, is not known: neither a pass nor a
/// fail.
Readiness readiness_of(const DaemonMemory& memory, WallTime now);

/// {"verdict", "jobs": [{"name", "spec", "verdict", "since", "until", "first_step"}]}, null where there is
/// none.
nlohmann::json readiness_json(const Readiness& readiness);

}  // namespace deskready
