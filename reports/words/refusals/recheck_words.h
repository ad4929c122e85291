// Why a recheck has nothing to go on from, in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace deskready {

enum class NothingEarlier : std::uint8_t {
  none_holds,      ///< there is none, or it is too old
  other_list,      ///< it was by another list of the same name
  other_computer,  ///< it was of another computer
};

/// With what to do; `whom`: the employer, or the list.
std::string nothing_earlier_words(std::string_view language, NothingEarlier why, const std::string& whom);

}  // namespace deskready
