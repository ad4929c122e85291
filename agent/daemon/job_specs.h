// Whether the specs that the jobs name can be judged by, have the jobs' roles, and what they are called: what
// no check of such a job would ever find out quietly.
#pragma once

#include <compare>
#include <map>
#include <string>

#include "agent/daemon/standing/job_standing.h"
#include "config/settings/settings.h"

namespace deskready {

/// What of a job is wrong.
struct JobPart {
  std::string spec;  ///< as the job names it
  std::string role;  ///< which the spec does not have; empty: the spec itself is unknown or broken
  friend auto operator<=>(const JobPart&, const JobPart&) = default;
};

/// Why, with what to do.
using JobFaults = std::map<JobPart, std::string>;

/// What is known of the jobs' specs before any check.
struct JobSpecs {
  JobFaults faults;
  SpecNames names;  ///< of the specs that can be judged by
};
/// Reads files.
JobSpecs read_job_specs(const Settings& settings);

/// Those of `now` that were not there `before`, a line; empty for none. Pure.
std::string new_faults(const JobFaults& now, const JobFaults& before);

/// What there is to say of jobs that cannot be checked as they should, a sentence each; empty for none. Pure.
std::string job_trouble(const JobFaults& faults);

}  // namespace deskready
