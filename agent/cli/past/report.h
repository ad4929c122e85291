// deskready report: earlier reports as they were.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

void add_report(CLI::App& app, int& code);

}  // namespace deskready
