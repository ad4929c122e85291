// Operating systems that have a name of their own, as os-release's ID, NAME and PRETTY_NAME begin.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace deskready {

/// Whether the text begins as the name of one does, or is the beginning of one's, in whole words. There are
/// others, which nobody listed. Pure.
bool is_known_system(std::string_view text);

/// Those that a person may have meant by a text that is none of them, best first. Pure.
std::vector<std::string> systems_near(std::string_view text);

}  // namespace deskready
