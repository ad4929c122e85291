// A check as a child process, so that nothing a probe does can take the daemon down.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/settings.h"

namespace deskready {

/// The command line of one job's unattended check. A job without a spec is voice-baseline.
std::vector<std::string> check_command_line(const std::filesystem::path& program, const Job& job,
                                            ScheduledSound sound, const std::filesystem::path& report);

/// How a child ended.
struct ChildEnd {
  bool signalled = false;
  int code = 0;  ///< exit code, or the signal's number
};

/// A child in a process group of its own, with nothing open but /dev/null and the daemon's stderr, default
/// signals, and without the daemon's $NOTIFY_SOCKET and $WATCHDOG_*. The destructor kills and reaps a child
/// that still runs. Movable, for one thread.
class ChildCheck {
 public:
  /// No shell and no search in $PATH. The error says which program could not be started and why.
  static tl::expected<ChildCheck, std::string> start(const std::vector<std::string>& command_line);
  ChildCheck(ChildCheck&& other) noexcept;
  ChildCheck& operator=(ChildCheck&& other) noexcept;
  ~ChildCheck();

  /// Sends `signal` to the whole group.
  void send(int signal) const;

  /// Never waits; nothing while the child runs. Call it once more after each SIGCHLD until it has answered.
  std::optional<ChildEnd> ended();

 private:
  explicit ChildCheck(pid_t pid) : pid_(pid) {}
  pid_t pid_ = -1;  ///< -1 once reaped
};

}  // namespace deskready
