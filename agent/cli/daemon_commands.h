// The four commands that talk to deskreadyd. Each prints a sentence or two and returns the exit code.
#pragma once

namespace deskready {

/// What the background service is doing and what it last found, on stdout. 0 when it answered; the verdict is
/// told in words and not by the code. 3 when no service runs, or it does not answer; then stderr says what to
/// do.
int status_command();

/// Has the service check now. 0 when a check runs; 3 when it is paused or there is no service.
int trigger_command();

/// Ends a check that is running and starts no other until resume. 0, or 3 when there is no service.
int pause_command();

/// Goes on with scheduled checks. 0, or 3 when there is no service.
int resume_command();

}  // namespace deskready
