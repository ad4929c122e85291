#include "agent/cli/check/jobs.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/spec/usual_spec.h"

namespace deskready {
namespace {

bool is_meant(const Job& job, const CheckOptions& options) {
  return (options.role.empty() || job.role.empty() || options.role == job.role) &&
         (options.reference.empty() || job.reference.empty() || options.reference == job.reference);
}

}  // namespace

tl::expected<std::vector<CheckOptions>, std::string> checks_meant(const CheckOptions& options,
                                                                  const Settings& settings) {
  std::vector<CheckOptions> checks;
  const auto check_for = [&](const std::string& role, const std::string& reference) -> CheckOptions& {
    const auto same = std::find_if(checks.begin(), checks.end(), [&](const CheckOptions& one) {
      return one.role == role && one.reference == reference;
    });
    if (same != checks.end()) return *same;
    checks.push_back(options);
    checks.back().role = role;
    checks.back().reference = reference;
    return checks.back();
  };
  if (!options.specs.empty()) return std::vector{options};
  for (const Job& job : settings.jobs) {
    if (!is_meant(job, options)) continue;
    check_for(options.role.empty() ? job.role : options.role,
              options.reference.empty() ? job.reference : options.reference)
        .specs.push_back(job.spec);
  }
  if (!checks.empty()) return checks;
  if (!settings.jobs.empty())
    return tl::unexpected(fmt::format(
        "no job of your settings has {}; name the list with --spec, or leave this out",
        options.role.empty() ? "the reference " + options.reference
        : options.reference.empty()
            ? "the role " + options.role
            : fmt::format("both the role {} and the reference {}", options.role, options.reference)));
  checks.push_back(options);
  checks.back().specs = {usual_spec};
  return checks;
}

}  // namespace deskready
