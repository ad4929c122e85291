// deskready check: from specs to reports.
#pragma once

#include "agent/cli/options.h"

namespace CLI {
class App;
}

namespace deskready {

/// Measures, judges and prints; returns the worst verdict's exit code.
int check_command(const CheckOptions& options);

/// What commands that judge have beside add_measuring_options(). `options` must outlive the command.
void add_judging_options(CLI::App& command, CheckOptions& options);

void add_check(CLI::App& app, int& code);

}  // namespace deskready
