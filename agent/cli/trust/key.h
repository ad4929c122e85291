// deskready key: this computer's keys, and those in files.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

void add_key(CLI::App& app, int& code);

}  // namespace deskready
