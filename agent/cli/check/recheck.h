// deskready recheck: what failed or could not be checked, once more.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

void add_recheck(CLI::App& app, int& code);

}  // namespace deskready
