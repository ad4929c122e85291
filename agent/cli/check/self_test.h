// deskready selftest: whether the parts that measure a line work.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

void add_self_test(CLI::App& app, int& code);

}  // namespace deskready
