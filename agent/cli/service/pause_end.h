// When a pause ends, as a person says it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/base/zone/zone.h"

namespace deskready {

/// What the service is asked for by "2h" or "1 hour 30 min", "until 14:00" or "14:00", the next time that the
/// clock of `zone` shows it, and "until tomorrow", the next midnight; nothing said is a pause without end.
/// The error names these forms. Pure.
tl::expected<nlohmann::json, std::string> asked_pause(std::string_view said, WallTime now,
                                                      const cctz::time_zone& zone);

}  // namespace deskready
