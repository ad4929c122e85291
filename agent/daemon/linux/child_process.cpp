#include "agent/daemon/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace deskready {
namespace {

constexpr std::array<std::string_view, 3> daemon_only = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"};

/// A file in memory that holds `text`, to be read from its beginning; -1 when there is none to be had.
int file_with(std::string_view text) {
  const int fd = memfd_create("deskready notice", MFD_CLOEXEC);
  if (fd < 0) return -1;
  if (write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      lseek(fd, 0, SEEK_SET) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

}  // namespace

tl::expected<TellingChild, std::string> start_telling_child(const std::vector<std::string>& command_line) {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) ends[0] = ends[1] = -1;
  auto started = Process::start(command_line, {.output = ends[1]}, daemon_only);
  if (ends[1] >= 0) close(ends[1]);
  if (started) return TellingChild{std::move(*started), ends[0]};
  if (ends[0] >= 0) close(ends[0]);
  return tl::unexpected(started.error());
}

tl::expected<Process, std::string> start_child_with(const std::vector<std::string>& command_line,
                                                    std::string_view input) {
  const int fd = file_with(input);
  if (fd < 0) return tl::unexpected(fmt::format("{}: {}", command_line.front(), std::strerror(errno)));
  auto started = Process::start(command_line, {.input = fd}, daemon_only);
  close(fd);
  return started;
}

}  // namespace deskready
