// A program as a child process: the sound worker, the daemon's checks, notifications.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace deskready {

/// How a child ended.
struct ProcessEnd {
  bool signalled = false;
  int code = 0;  ///< exit code, or the signal's number
};

/// "signal 9 (Killed)" or "code 3".
std::string to_string(const ProcessEnd& end);

/// "SIGABRT" for the number of a signal; "?" for one that is none.
std::string signal_name(int signal);

/// Goes on as the program that lies there, in this process, with these arguments (the last one null) and this
/// environment. Returns only where that fails, with the reason.
std::string become(const std::string& program, char** arguments);

/// The same for a command of at least one word, whose program is looked for as a shell does, and which does
/// not ignore SIGPIPE though this process may. Returns errno.
int become_command(const std::vector<std::string>& words);

/// What a child gets. Descriptors stay the caller's; -1 is /dev/null.
struct ProcessStreams {
  int input = -1;
  int output = -1;
  int error = 2;  ///< this process's own by default
};

/// A child in a process group of its own, so that a Ctrl-C of the terminal is the parent's to hand on; with
/// nothing open but its streams, no signal blocked and each as at the start of a program. The destructor
/// kills and reaps a child that still runs. Movable, for one thread.
class Process {
 public:
  /// No shell and no search in $PATH. `without` names the variables of the environment that are left out. The
  /// error says which program could not be started and why.
  static tl::expected<Process, std::string> start(const std::vector<std::string>& command_line,
                                                  const ProcessStreams& streams = {},
                                                  std::span<const std::string_view> without = {});
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  /// Sends `signal` to the whole group; nothing once it has ended.
  void send(int signal) const;

  /// Never waits; nothing while the child runs. Call it once more after each SIGCHLD until it has answered.
  /// What the child left running in its group ends with it.
  std::optional<ProcessEnd> ended();

  /// Kills the group, waits for the child and says how it ended: by itself, where it was quicker. Once only,
  /// and not after ended() has answered.
  ProcessEnd kill();

 private:
  explicit Process(int pid) : pid_(pid) {}
  int pid_ = -1;  ///< -1 once reaped
};

}  // namespace deskready
