// Work as a child process, so that nothing it does can take the daemon down.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace deskready {

/// How a child ended.
struct ChildEnd {
  bool signalled = false;
  int code = 0;  ///< exit code, or the signal's number
};

/// A child in a process group of its own, with nothing open but its streams and the daemon's stderr, default
/// signals, and without the daemon's $NOTIFY_SOCKET and $WATCHDOG_*. The destructor kills and reaps a child
/// that still runs. Movable, for one thread.
class ChildProcess {
 public:
  /// No shell and no search in $PATH. `input` and `output` are the child's standard streams, /dev/null where
  /// they are -1; both stay the caller's. The error says which program could not be started and why.
  static tl::expected<ChildProcess, std::string> start(const std::vector<std::string>& command_line,
                                                       int input = -1, int output = -1);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();

  /// Sends `signal` to the whole group.
  void send(int signal) const;

  /// Never waits; nothing while the child runs. Call it once more after each SIGCHLD until it has answered.
  std::optional<ChildEnd> ended();

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}
  pid_t pid_ = -1;  ///< -1 once reaped
};

}  // namespace deskready
