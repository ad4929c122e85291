#include "agent/daemon/job_specs.h"

#include <fmt/format.h>

#include "agent/trust/admission.h"
#include "reports/words/refusals/role_words.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {

JobSpecs read_job_specs(const Settings& settings) {
  JobSpecs read;
  std::map<std::string, tl::expected<Spec, std::string>> specs;
  for (const Job& job : settings.jobs) {
    if (!specs.contains(job.spec)) specs.emplace(job.spec, accepted_spec(job.spec));
    const auto& spec = specs.at(job.spec);
    if (!spec) {
      read.faults.emplace(JobPart{job.spec, {}}, spec.error());
      continue;
    }
    read.names.emplace(job.spec, SpecName{spec->name, spec->employer});
    const std::string fault = role_fault("en", *spec, job.role);
    if (!fault.empty()) read.faults.emplace(JobPart{job.spec, job.role}, fault);
  }
  return read;
}

std::string new_faults(const JobFaults& now, const JobFaults& before) {
  std::string text;
  for (const auto& [part, why] : now) {
    if (before.contains(part)) continue;
    text += fmt::format("{}[[job]] {} = \"{}\": {}", text.empty() ? "" : "; ",
                        part.role.empty() ? "spec" : "role", part.role.empty() ? part.spec : part.role, why);
  }
  return text;
}

std::string job_trouble(const JobFaults& faults) {
  std::string text;
  for (const auto& [part, why] : faults) {
    text += (text.empty() ? "" : " ") + (part.role.empty() ? spec_trouble_words("en", part.spec, why)
                                                           : role_trouble_words("en", part.spec, why));
  }
  return text;
}

}  // namespace deskready
