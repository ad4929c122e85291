// deskready facts: measures and prints, judges nothing.
#pragma once

#include "agent/cli/options.h"

namespace CLI {
class App;
}

namespace deskready {

/// Measures and prints facts, judges nothing. `specs` give the limits to measure to.
int facts_command(const CheckOptions& options);

void add_facts(CLI::App& app, int& code);

}  // namespace deskready
