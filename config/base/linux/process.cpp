// By posix_spawn and not by Boost.Process 1.81: that one forks, which copies the page tables of a process
// with threads, and knows neither closefrom nor the signal mask nor the kill of a group that was reaped.
#include "config/base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace deskready {
namespace {

std::vector<char*> environment_without(std::span<const std::string_view> names) {
  std::vector<char*> kept;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    const bool drop = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      return variable.starts_with(name) && variable.substr(name.size()).starts_with('=');
    });
    if (!drop) kept.push_back(*entry);
  }
  kept.push_back(nullptr);
  return kept;
}

/// As the system takes a command line; lives as long as the words.
std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// What posix_spawn is told; frees it on every way out.
struct SpawnPlan {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};

  explicit SpawnPlan(const ProcessStreams& streams) {
    posix_spawn_file_actions_init(&files);
    stream(STDIN_FILENO, streams.input, O_RDONLY);
    stream(STDOUT_FILENO, streams.output, O_WRONLY);
    if (streams.error != STDERR_FILENO) stream(STDERR_FILENO, streams.error, O_WRONLY);
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

ProcessEnd end_of(int status) {
  if (WIFSIGNALED(status)) return {true, WTERMSIG(status)};
  return {false, WEXITSTATUS(status)};
}

}  // namespace

std::string to_string(const ProcessEnd& end) {
  return end.signalled ? fmt::format("signal {} ({})", end.code, strsignal(end.code))
                       : fmt::format("code {}", end.code);
}

std::string signal_name(int signal) {
  const char* name = sigabbrev_np(signal);
  return name == nullptr ? "?" : std::string("SIG") + name;
}

tl::expected<Process, std::string> Process::start(const std::vector<std::string>& command_line,
                                                  const ProcessStreams& streams,
                                                  std::span<const std::string_view> without) {
  if (command_line.empty()) return tl::unexpected(std::string("no program to start is named"));
  const std::vector<char*> arguments = pointers_to(command_line);
  const std::vector<char*> environment = environment_without(without);
  const SpawnPlan plan(streams);
  pid_t pid = -1;
  const int error =
      posix_spawn(&pid, arguments[0], &plan.files, &plan.attributes, arguments.data(), environment.data());
  if (error != 0) {
    return tl::unexpected(fmt::format("cannot start {}: {}", command_line.front(), std::strerror(error)));
  }
  return Process(pid);
}

Process::Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}

Process& Process::operator=(Process&& other) noexcept {
  std::swap(pid_, other.pid_);
  return *this;
}

Process::~Process() {
  if (pid_ > 0) kill();
}

void Process::send(int signal) const {
  if (pid_ > 0) ::kill(-pid_, signal);
}

std::optional<ProcessEnd> Process::ended() {
  int status = 0;
  if (pid_ < 0 || waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  // The group's number is free from here on.
  ::kill(-pid_, SIGKILL);
  pid_ = -1;
  return end_of(status);
}

std::string become(const std::string& program, char** arguments) {
  execv(program.c_str(), arguments);
  return std::strerror(errno);
}

int become_command(const std::vector<std::string>& words) {
  const std::vector<char*> arguments = pointers_to(words);
  const auto before = std::signal(SIGPIPE, SIG_DFL);
  execvp(arguments[0], arguments.data());
  const int error = errno;
  std::signal(SIGPIPE, before);
  return error;
}

ProcessEnd Process::kill() {
  int status = 0;
  ::kill(-pid_, SIGKILL);
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return end_of(status);
}

}  // namespace deskready
