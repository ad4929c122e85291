// Facts on the screen, one a line.
#pragma once

#include <string>

#include "probes/fact.h"

namespace deskready {

/// The known ones with their intervals, then the others with their causes.
std::string facts_as_text(const Facts& facts);

}  // namespace deskready
