// deskready wait-ready: waits until the background service finds this computer ready.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace deskready {

/// Returns at once where it is ready; 0, or 1 with warnings. Without a `timeout` ("10 min") it waits for as
/// long as it takes; else, when that is over, 2 where it is not ready and 3 where nobody knows. 3 also where
/// no job is for `spec`, or no service answers for a minute. What was found is on stdout.
int wait_ready_command(const std::string& spec, const std::string& timeout);

void add_wait_ready(CLI::App& app, int& code);

}  // namespace deskready
