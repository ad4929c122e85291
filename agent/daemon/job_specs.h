// Whether the specs that the jobs name can be judged by, and what they are called: what no check of such a
// job would ever find out quietly.
#pragma once

#include <map>
#include <string>

#include "agent/daemon/standing/job_standing.h"
#include "config/settings/settings.h"

namespace deskready {

/// What is wrong, with what to do, by the spec as the job names it.
using SpecFaults = std::map<std::string, std::string>;

/// What is known of the jobs' specs before any check.
struct JobSpecs {
  SpecFaults faults;
  SpecNames names;  ///< of the others
};
/// Reads files.
JobSpecs read_job_specs(const Settings& settings);

/// Those of `now` that were not there `before`, a line; empty for none. Pure.
std::string new_faults(const SpecFaults& now, const SpecFaults& before);

/// What there is to say of jobs that cannot be checked, a sentence each; empty for none. Pure.
std::string spec_trouble(const SpecFaults& faults);

}  // namespace deskready
