#include "agent/daemon/job_specs.h"

#include <fmt/format.h>

#include "config/spec/chain/load.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {

SpecFaults faulty_specs(const Settings& settings) {
  SpecFaults faults;
  for (const Job& job : settings.jobs) {
    if (faults.contains(job.spec)) continue;
    const auto spec = load_spec(job.spec);
    if (spec) continue;
    faults.emplace(job.spec, to_string(spec.error().front()));
  }
  return faults;
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
