// How a value stands to a limit where more and less are not plain numbers.
#pragma once

#include <cstdint>

namespace deskready {

enum class Ranked : std::uint8_t {
  meets,
  falls_short,
  not_comparable,  ///< of another kind than the limit names
  other_maker,     ///< as not_comparable: the limit names none of its maker
  unknown_name,    ///< the value's name says too little
};

}  // namespace deskready
