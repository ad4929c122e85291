#include "agent/cli/role.h"

#include "agent/cli/output.h"
#include "reports/words/refusals/role_words.h"

namespace deskready {

bool know_role(const std::vector<Spec>& specs, const std::string& role, const std::string& from) {
  for (const Spec& spec : specs) {
    const std::string fault = role_fault("en", spec, role);
    if (!fault.empty()) return complain(from + ": " + fault), false;
  }
  return true;
}

}  // namespace deskready
