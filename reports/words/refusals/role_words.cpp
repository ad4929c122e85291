#include "reports/words/refusals/role_words.h"

#include <algorithm>
#include <vector>

#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "reports/words/language.h"
#include "reports/words/refusals/choice_words.h"

namespace deskready {

std::string role_fault(std::string_view language, const Spec& spec, const std::string& role) {
  const std::vector<std::string_view> known(spec.roles.begin(), spec.roles.end());
  if (role.empty() || known.empty() || std::find(known.begin(), known.end(), role) != known.end()) return {};
  return unmarked(tr(language, "the spec {spec} has no role \"{role}\"; {instead}",
                     {{"spec", spec.name},
                      {"role", for_terminal(role)},
                      {"instead", instead_of(language, lower(role), known)}}));
}

}  // namespace deskready
