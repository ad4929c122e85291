// The history of the person who runs a command.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "reports/history/history.h"

namespace deskready {

/// That in the state folder. Complains when it was found broken and set aside: whoever opens it first is the
/// only one to know.
tl::expected<History, std::string> own_history();

}  // namespace deskready
