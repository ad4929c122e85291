// The commands that talk to deskreadyd. Each prints a sentence or two and returns the exit code.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace deskready {

/// What the background service is doing and what it last found, on stdout. 0 when it answered; the verdict is
/// told in words and not by the code. 3 when no service runs, or it does not answer; then stderr says what to
/// do.
int status_command(bool as_json);

/// Has the service check now. 0 when a check runs; 3 when it is paused or there is no service.
int trigger_command(bool light);

/// The checks that are planned, on stdout. 0, or 3 when there is no service.
int next_command();

/// Ends a check that is running and starts no other for `length` ("2 h"), until resume when it is empty. 0,
/// or 3 when there is no service or the length makes no sense.
int pause_command(const std::string& length);

/// Goes on with scheduled checks. 0, or 3 when there is no service.
int resume_command();

/// Has the service read its settings anew. 0, or 3 with their faults; then the old ones stay.
int reload_command();

/// All of them.
void add_daemon_commands(CLI::App& app, int& code);

}  // namespace deskready
