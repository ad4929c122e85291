// deskready facts: measures and prints, judges nothing.
#pragma once

#include "agent/cli/options.h"

namespace deskready {

/// Measures and prints facts, judges nothing. `specs` give the limits to measure to.
int facts_command(const CheckOptions& options);

}  // namespace deskready
