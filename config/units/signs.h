// Signs that look like others: spaces that do not break, minus signs, Greek and Cyrillic letters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready {

/// With the space, minus, micro and inch signs that people type for each other made one: U+00A0, U+202F and
/// U+2009 to U+0020, U+2212, U+2010 and U+2011 to "-", U+03BC to "µ" (U+00B5), U+2033 to '"'. `text` is
/// UTF-8. Pure.
std::string plain_signs(std::string_view text);

/// What is wrong with the first sign that cannot be seen, or only looks like a letter, digit or hyphen that
/// it is not: "о (U+043E) in it only looks like o; type it anew". Nothing when there is none. Pure.
std::optional<std::string> strange_sign(std::string_view text);

}  // namespace deskready
