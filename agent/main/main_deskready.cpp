#include <csignal>

#include "agent/main/command_line.h"
#include "agent/terminal/terminal.h"

int main(int argc, char** argv) {
  deskready::open_standard_files();
  // A reader that went away is an error of write(), with a message, and not a silent death.
  std::signal(SIGPIPE, SIG_IGN);
  return deskready::run_command_line(argc, argv);
}
