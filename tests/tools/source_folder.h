// Where the repository is, for tests that read its files.
#pragma once

#include <string>

namespace deskready {

/// An absolute path without a slash at its end. Compiled once, so that no other object depends on the place
/// of the checkout.
std::string source_folder();

}  // namespace deskready
