// toml++ as this project uses it: errors as values, and no assertions, since 3.3 asserts on malformed input
// such as
// "[[[a]]]" just before its own code refuses it (marzer/tomlplusplus#301).
#pragma once

#define TOML_EXCEPTIONS 0
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>
