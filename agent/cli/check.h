// deskready check: from specs to reports.
#pragma once

#include "agent/cli/options.h"

namespace deskready {

/// Measures, judges and prints; returns the worst verdict's exit code.
int check_command(const CheckOptions& options);

}  // namespace deskready
