// Versions of Debian packages, in the order in which the package manager has them.
#pragma once

#include <string_view>

namespace deskready::system_facts {

/// -1, 0 or 1. "[epoch:]upstream[-revision]"; a tilde sorts before everything, even the end, letters before
/// other signs, and runs of digits by number. Source: Debian Policy 5.6.12. Pure.
int compare_debian_versions(std::string_view left, std::string_view right);

}  // namespace deskready::system_facts
