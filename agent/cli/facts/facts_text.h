// Facts on the screen, a row each.
#pragma once

#include <cstddef>
#include <string>

#include "probes/fact.h"

namespace deskready {

/// The known ones with their intervals, then the others with their causes, in lines of so many columns.
std::string facts_as_text(const Facts& facts, std::size_t width);

}  // namespace deskready
