// Faults and vain hopes of rules about the line to a target or to the far end.
#pragma once

#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// A rule about the line to a target that names no server for it, or about what no such server can show, and
/// a limit that it can never decide; a spec that leaves the line nothing to be judged by. One entry for each.
std::vector<SpecError> target_flags(const Spec& spec);

}  // namespace deskready
