// toml++ as this project uses it: errors as values, and no assertions, since 3.3 asserts on malformed headers
// just before its own code refuses them (marzer/tomlplusplus#301).
#pragma once

#define TOML_EXCEPTIONS 0
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include <string_view>

namespace deskready {

/// toml::parse for a text of any origin. The library follows dotted keys by recursion without a limit of its
/// own, so a line with more dots than any key needs is an error here and not the end of the stack. And 3.3
/// runs into __builtin_unreachable() for some letters outside of texts (U+00A1 to U+0499), where TOML 1.0 has
/// none: they are an error here too.
toml::parse_result parse_toml(std::string_view text);

}  // namespace deskready
