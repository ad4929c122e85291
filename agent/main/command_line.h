// The command line of `deskready`: reads the words and calls the command.
#pragma once

namespace deskready {

/// The exit code: 0 to 3 as monitoring plugins use them; a command line that cannot be understood is 3.
int run_command_line(int argc, char** argv);

}  // namespace deskready
