// Versions as programs write them: pieces between dots, "12", "10.0.19045", "3.1rc2".
#pragma once

#include <string_view>

namespace deskready {

/// Whether each piece is of letters and digits and begins with a digit.
bool is_version(std::string_view text);

/// -1, 0, 1 by dotted numbers ("10.2" < "10.10"); what is no number is compared as text.
int compare_versions(std::string_view left, std::string_view right);

/// As many pieces of `value` as `like` has: "12.4.1" like "10.2" is "12.4". A view into `value`.
std::string_view as_far_as(std::string_view value, std::string_view like);

}  // namespace deskready
