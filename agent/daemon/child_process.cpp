#include "agent/daemon/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>

namespace deskready {
namespace {

constexpr std::string_view daemon_only[] = {"NOTIFY_SOCKET=", "WATCHDOG_USEC=", "WATCHDOG_PID="};

std::vector<char*> environment_for_child() {
  std::vector<char*> kept;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    bool drop = false;
    for (const std::string_view name : daemon_only) drop = drop || std::string_view(*entry).starts_with(name);
    if (!drop) kept.push_back(*entry);
  }
  kept.push_back(nullptr);
  return kept;
}

/// What posix_spawn is told; frees it on every way out.
struct SpawnPlan {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};

  SpawnPlan(int input, int output) {
    posix_spawn_file_actions_init(&files);
    stream(STDIN_FILENO, input, O_RDONLY);
    stream(STDOUT_FILENO, output, O_WRONLY);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  void stream(int place, int given, int mode) {
    if (given < 0) {
      posix_spawn_file_actions_addopen(&files, place, "/dev/null", mode, 0);
    } else {
      posix_spawn_file_actions_adddup2(&files, given, place);
    }
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
};

}  // namespace

tl::expected<ChildProcess, std::string> ChildProcess::start(const std::vector<std::string>& command_line,
                                                            int input, int output) {
  std::vector<char*> arguments;
  for (const std::string& argument : command_line) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const std::vector<char*> environment = environment_for_child();
  const SpawnPlan plan(input, output);
  pid_t pid = -1;
  const int error =
      posix_spawn(&pid, arguments[0], &plan.files, &plan.attributes, arguments.data(), environment.data());
  if (error != 0) {
    return tl::unexpected(fmt::format("cannot start {}: {}", command_line.front(), std::strerror(error)));
  }
  return ChildProcess(pid);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  std::swap(pid_, other.pid_);
  return *this;
}

ChildProcess::~ChildProcess() {
  if (pid_ < 0) return;
  send(SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void ChildProcess::send(int signal) const {
  if (pid_ > 0) kill(-pid_, signal);
}

std::optional<ChildEnd> ChildProcess::ended() {
  int status = 0;
  if (pid_ < 0 || waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  // Whatever the check left running in its group goes with it; the group's number is free from here on.
  kill(-pid_, SIGKILL);
  pid_ = -1;
  if (WIFSIGNALED(status)) return ChildEnd{true, WTERMSIG(status)};
  return ChildEnd{false, WEXITSTATUS(status)};
}

}  // namespace deskready
