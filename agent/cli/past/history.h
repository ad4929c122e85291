// deskready history: what earlier checks said, over time.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

void add_history(CLI::App& app, int& code);

}  // namespace deskready
