// deskready gate: starts a program once the computer is ready, or at the person's word.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace deskready {

/// Becomes `command` where the jobs for `spec` (all where it is empty) are ready, warnings included, or where
/// the person at the terminal says so; that goes into the history. Else returns as wait-ready would: 2 not
/// ready, 3 not known; without a terminal the desktop is told why, where it takes notices. As a shell 127
/// where there is no such command and 126 where it cannot be started; the history keeps neither.
int gate_command(const std::string& spec, const std::vector<std::string>& command);

void add_gate(CLI::App& app, int& code);

}  // namespace deskready
