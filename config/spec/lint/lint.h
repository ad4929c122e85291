// What is allowed in a spec but seldom meant: flags for the person who writes it.
#pragma once

#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// In order of place. A loaded spec with flags still works. `today` decides what is past its date.
std::vector<SpecError> lint(const Spec& spec, const Day& today);

/// What works and is no fault, but the writer should know, in order of place: rules and conditions that this
/// version cannot check.
std::vector<SpecError> advice(const Spec& spec);

}  // namespace deskready
