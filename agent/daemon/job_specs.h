// Whether the specs that the jobs name can be judged by: what no check of such a job would ever find out
// quietly.
#pragma once

#include <map>
#include <string>

#include "config/settings/settings.h"

namespace deskready {

/// What is wrong, with what to do, by the spec as the job names it. Reads files.
using SpecFaults = std::map<std::string, std::string>;
SpecFaults faulty_specs(const Settings& settings);

/// Those of `now` that were not there `before`, a line; empty for none. Pure.
std::string new_faults(const SpecFaults& now, const SpecFaults& before);

/// What there is to say of jobs that cannot be checked, a sentence each; empty for none. Pure.
std::string spec_trouble(const SpecFaults& faults);

}  // namespace deskready
