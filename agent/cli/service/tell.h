// deskready tell: passes a notice on; the background service runs it.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace deskready {

/// Passes a notice (deskready.notice/1, on standard input) on to the person's desktop or to a webhook, whose
/// address stands on a line before it.
int tell_command(bool desktop, bool webhook);

/// Hidden from the help.
void add_tell(CLI::App& app, int& code);

}  // namespace deskready
