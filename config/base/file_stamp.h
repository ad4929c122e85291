// Whether a file is still what it was.
#pragma once

#include <filesystem>
#include <string>

#include "config/base/time.h"

namespace deskready {

/// Which file it is, its size, and when it and its entry were last changed, which no program sets as it
/// likes: equal for what was not changed between. Empty where the system does not tell, and for what was
/// changed in the two seconds before `now`: it may change again in the same moment.
std::string file_stamp(const std::filesystem::path& file, WallTime now);

}  // namespace deskready
