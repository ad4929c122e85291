// deskready challenge: how an employer asks one person for a fresh report.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

void add_challenge(CLI::App& app, int& code);

}  // namespace deskready
