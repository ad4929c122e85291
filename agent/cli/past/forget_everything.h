// deskready forget: everything that the program ever wrote for this person.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

void add_forget_everything(CLI::App& app, int& code);

}  // namespace deskready
