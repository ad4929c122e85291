// deskready history forget: erases what earlier checks said.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

/// Below `history`.
void add_forget(CLI::App& history, int& code);

}  // namespace deskready
