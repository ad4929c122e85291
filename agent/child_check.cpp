#include "agent/child_check.h"

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

std::string_view word(ScheduledSound sound) {
  switch (sound) {
    case ScheduledSound::devices:
      return "devices";
    case ScheduledSound::listen:
      return "listen";
    case ScheduledSound::loop:
      return "loop";
  }
  return "devices";
}

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

  SpawnPlan() {
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
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
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
};

}  // namespace

std::vector<std::string> check_command_line(const std::filesystem::path& program, const Job& job,
                                            ScheduledSound sound, const std::filesystem::path& report) {
  std::vector<std::string> line = {program.string(),
                                   "check",
                                   "--spec",
                                   job.spec.empty() ? "voice-baseline" : job.spec,
                                   "--yes",
                                   "--format",
                                   "json",
                                   "--output",
                                   report.string(),
                                   "--sound",
                                   std::string(word(sound))};
  const std::pair<const char*, const std::string&> optional[] = {
      {"--role", job.role}, {"--far-end", job.far_end}, {"--reference", job.reference}};
  for (const auto& [name, value] : optional) {
    if (!value.empty()) line.insert(line.end(), {name, value});
  }
  return line;
}

tl::expected<ChildCheck, std::string> ChildCheck::start(const std::vector<std::string>& command_line) {
  std::vector<char*> arguments;
  for (const std::string& argument : command_line) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const std::vector<char*> environment = environment_for_child();
  const SpawnPlan plan;
  pid_t pid = -1;
  const int error =
      posix_spawn(&pid, arguments[0], &plan.files, &plan.attributes, arguments.data(), environment.data());
  if (error != 0) {
    return tl::unexpected(fmt::format("cannot start {}: {}", command_line.front(), std::strerror(error)));
  }
  return ChildCheck(pid);
}

ChildCheck::ChildCheck(ChildCheck&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}

ChildCheck& ChildCheck::operator=(ChildCheck&& other) noexcept {
  std::swap(pid_, other.pid_);
  return *this;
}

ChildCheck::~ChildCheck() {
  if (pid_ < 0) return;
  send(SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void ChildCheck::send(int signal) const {
  if (pid_ > 0) kill(-pid_, signal);
}

std::optional<ChildEnd> ChildCheck::ended() {
  int status = 0;
  if (pid_ < 0 || waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  // Whatever the check left running in its group goes with it; the group's number is free from here on.
  kill(-pid_, SIGKILL);
  pid_ = -1;
  if (WIFSIGNALED(status)) return ChildEnd{true, WTERMSIG(status)};
  return ChildEnd{false, WEXITSTATUS(status)};
}

}  // namespace deskready
