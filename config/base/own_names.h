// What this computer and its person are called: never part of a report.
#pragma once

#include <string>
#include <vector>

namespace deskready {

/// The login name, the words of the full name, the host name (whole, and up to its first dot). Without words
/// of fewer than three letters and names that everybody has, such as "root" and "localhost". Read anew at
/// each call, which costs a few system calls.
std::vector<std::string> own_names();

}  // namespace deskready
