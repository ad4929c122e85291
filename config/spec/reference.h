// The number by which an employer knows a person.
#pragma once

#include <string_view>

namespace deskready {

/// At most 64 of the letters A to Z in either case, digits, '-', '_' and '.': two that look alike are one.
bool is_reference(std::string_view text);

}  // namespace deskready
