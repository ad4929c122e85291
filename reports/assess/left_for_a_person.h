// The code of a guided rule that decided nothing, because nobody was asked to take part.
#pragma once

#include <string_view>

namespace deskready {

inline constexpr std::string_view left_for_a_person = "left_for_a_person";

}  // namespace deskready
