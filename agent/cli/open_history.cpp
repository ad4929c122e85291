#include "agent/cli/open_history.h"

#include "agent/cli/options.h"
#include "config/base/folders.h"

namespace deskready {

std::optional<History> open_history() {
  auto history = told(History::open(state_folder()));
  if (!history) return history;
  if (!history->set_aside().empty()) complain(history->set_aside());
  const auto damage = history->inspect();
  if (const std::string& said = damage ? *damage : damage.error(); !said.empty()) complain(said);
  return history;
}

int print_out(const std::string& text) {
  return deliver({}, text) ? 0 : exit_unable;
}

}  // namespace deskready
