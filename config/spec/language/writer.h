// A resolved spec as one TOML text.
#pragma once

#include <string>

#include "config/spec/spec.h"

namespace deskready {

/// The resolved spec as one TOML text without `extends`; parses back to the same rules.
std::string show_spec(const Spec& spec);

}  // namespace deskready
