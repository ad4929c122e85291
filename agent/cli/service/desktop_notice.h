// A notice on the person's desktop.
#pragma once

#include <string>

namespace deskready {

/// Shows it; a critical one stays until it was seen. Empty when the desktop took it, else why it did not.
/// Blocks until the desktop has answered.
std::string show_on_desktop(const std::string& title, const std::string& text, bool critical);

}  // namespace deskready
