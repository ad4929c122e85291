// The history of the person whose run it is.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "agent/check/request/attendant.h"
#include "reports/history/history.h"

namespace deskready {

/// That in the state folder. Remarks when it was found broken and set aside: whoever opens it first is the
/// only one to know.
tl::expected<History, std::string> own_history(Attendant& attendant);

}  // namespace deskready
