// Time zones by any of their names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready {

/// Whether both name one zone: "Asia/Calcutta" is Asia/Kolkata. ASCII case does not count. Pure.
bool same_zone(std::string_view a, std::string_view b);

/// Nothing for a zone's name; else what to write: "no time zone is called Eastern Time; write
/// America/New_York". Pure.
std::optional<std::string> no_zone(std::string_view text);

}  // namespace deskready
