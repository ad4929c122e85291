#include "agent/cli/role.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "agent/cli/output.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "reports/words/refusals/choice_words.h"

namespace deskready {

std::string role_fault(const Spec& spec, const std::string& role) {
  const std::vector<std::string_view> known(spec.roles.begin(), spec.roles.end());
  if (role.empty() || known.empty() || std::find(known.begin(), known.end(), role) != known.end()) return {};
  return fmt::format("the spec {} has no role \"{}\"; {}", spec.name, for_terminal(role),
                     instead_of("en", lower(role), known));
}

bool know_role(const std::vector<Spec>& specs, const std::string& role) {
  for (const Spec& spec : specs) {
    const std::string fault = role_fault(spec, role);
    if (!fault.empty()) return complain("--role: " + fault), false;
  }
  return true;
}

}  // namespace deskready
