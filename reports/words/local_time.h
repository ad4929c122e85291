// A moment as the reader's clock shows it.
#pragma once

#include <string>
#include <string_view>

#include "probes/fact.h"

namespace deskready {

/// "24 November 2026, 10:30 UTC". `zone` is an IANA name or a POSIX TZ text; empty is the computer's own.
/// With a zone it sets TZ for the moment: nothing else may read the environment meanwhile.
std::string local_time(std::string_view language, WallTime time, const std::string& zone);

}  // namespace deskready
