#include "agent/cli/past/own_history.h"

#include "agent/cli/output.h"
#include "config/base/folders.h"

namespace deskready {

tl::expected<History, std::string> own_history() {
  auto history = History::open(state_folder());
  if (history && !history->set_aside().empty()) complain(history->set_aside());
  return history;
}

}  // namespace deskready
