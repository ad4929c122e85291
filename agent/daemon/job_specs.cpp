#include "agent/daemon/job_specs.h"

#include <fmt/format.h>

#include "agent/trust/admission.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {

JobSpecs read_job_specs(const Settings& settings) {
  JobSpecs read;
  for (const Job& job : settings.jobs) {
    if (read.faults.contains(job.spec) || read.names.contains(job.spec)) continue;
    const auto spec = accepted_spec(job.spec);
    if (spec)
      read.names.emplace(job.spec, SpecName{spec->name, spec->employer});
    else
      read.faults.emplace(job.spec, spec.error());
  }
  return read;
}

std::string new_faults(const SpecFaults& now, const SpecFaults& before) {
  std::string text;
  for (const auto& [spec, why] : now) {
    if (!before.contains(spec))
      text += fmt::format("{}[[job]] spec = \"{}\": {}", text.empty() ? "" : "; ", spec, why);
  }
  return text;
}

std::string spec_trouble(const SpecFaults& faults) {
  std::string text;
  for (const auto& [spec, why] : faults)
    text += (text.empty() ? "" : " ") + spec_trouble_words("en", spec, why);
  return text;
}

}  // namespace deskready
