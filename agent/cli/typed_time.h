// Times as people type them.
#pragma once

#include <optional>
#include <string>

#include "config/base/time.h"

namespace deskready {

/// "2026-11-20T09:00" or a part of it from the year on, in local time, or RFC 3339 with Z. Nothing after
/// complaining.
std::optional<WallTime> typed_time(const std::string& text);

/// A time as above, or a length of time such as "7 d" before `now`, or after it where `ahead`. Nothing after
/// complaining.
std::optional<WallTime> typed_time_or_age(const std::string& text, WallTime now, bool ahead);

}  // namespace deskready
