// [[when]], [test] and rules that nothing can ever match: what they ask for is then dropped, or fails
// everybody.
#pragma once

#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// In no order.
std::vector<SpecError> condition_flags(const Spec& spec);

/// What may be right all the same: systems that nobody listed. In no order.
std::vector<SpecError> condition_advice(const Spec& spec);

}  // namespace deskready
