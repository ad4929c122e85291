// A moment as the reader's clock shows it.
#pragma once

#include <string>
#include <string_view>

#include "probes/fact.h"

namespace deskready {

/// "24 November 2026, 10:30 CET". `zone` is as find_zone() reads it; empty is the computer's own. In UTC, and
/// said so, where the zone cannot be read.
std::string local_time(std::string_view language, WallTime time, const std::string& zone);

}  // namespace deskready
