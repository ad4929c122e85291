// Rules of a time zone as the variable TZ has them, POSIX.1-2017 8.3: "CET-1CEST,M3.5.0,M10.5.0/3".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready {

/// A TZif file (RFC 8536) of the same zone, its changes of the clock written out for the years 1900 to 2400;
/// nothing when `rules` are none. A summer time without rules has those of the United States, as in glibc.
std::optional<std::string> tzif_of(std::string_view rules);

}  // namespace deskready
