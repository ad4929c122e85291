// Why a recheck has nothing to go on from, and with what it goes on, in words.
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

/// That it measures the line to what a person chose for the check before; without a full stop.
std::string far_end_of_before_words(std::string_view language, const std::string& host);

/// That the choice of this check is lost to a recheck, and why; without a full stop.
std::string far_end_not_kept_words(std::string_view language, const std::string& why);

}  // namespace deskready
