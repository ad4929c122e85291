#include "agent/check/past/own_history.h"

#include "config/base/folders.h"

namespace deskready {

tl::expected<History, std::string> own_history(Attendant& attendant) {
  auto history = History::open(state_folder());
  if (history && !history->set_aside().empty())
    attendant.remark({RemarkCode::history_set_aside, {}, history->set_aside()});
  return history;
}

}  // namespace deskready
