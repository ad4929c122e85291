#include "probes/audio/program/parent.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

namespace deskready::audio {

std::int64_t own_process() {
  return getpid();
}

void confine_process() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // No sound in a core file. 1 and not 0: 0 does not hold where cores are piped to a program (core(5)).
  const rlimit no_core{1, 1};
  setrlimit(RLIMIT_CORE, &no_core);
}

void tell_parent(std::string_view text) {
  const std::string line = std::string(text) + "\n";
  for (std::size_t at = 0; at < line.size();) {
    const ssize_t written = ::write(STDOUT_FILENO, line.data() + at, line.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) _exit(1);
    at += static_cast<std::size_t>(written);
  }
}

std::optional<std::string> parent_says(std::optional<std::chrono::milliseconds> patience) {
  constexpr std::size_t longest = 4096;
  const int milliseconds = patience ? static_cast<int>(patience->count()) : -1;
  std::string line;
  while (line.size() < longest) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, milliseconds) <= 0) return std::nullopt;
    char c = 0;
    if (::read(STDIN_FILENO, &c, 1) <= 0) return std::nullopt;
    if (c == '\n') return line;
    line += c;
  }
  return std::nullopt;
}

}  // namespace deskready::audio
