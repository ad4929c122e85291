#include "probes/audio/worker/child.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace deskready::audio {

/// The socket is the child's standard input and output.
struct Child::Line {
  Line(Process started, int end) : process(std::move(started)), socket(end) {}
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() { ::close(socket); }

  Process process;
  int socket;
  std::array<char, 16384> buffer{};
};

Child::Child(std::unique_ptr<Line> line) : line_(std::move(line)) {}
Child::Child(Child&&) noexcept = default;
Child::~Child() = default;

tl::expected<Child, std::string> Child::start(const std::vector<std::string>& command,
                                              const std::string& argument) {
  if (command.empty()) return tl::unexpected(std::string("no sound worker is set up"));
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return tl::unexpected(fmt::format("no socket for the sound worker: {}", std::strerror(errno)));
  }
  std::vector<std::string> words = command;
  words.push_back(argument);
  auto process = Process::start(words, {.input = ends[1], .output = ends[1], .error = -1});
  ::close(ends[1]);
  if (!process) {
    ::close(ends[0]);
    return tl::unexpected("the sound worker could not be started: " + process.error());
  }
  return Child(std::make_unique<Line>(std::move(*process), ends[0]));
}

std::optional<std::string_view> Child::hear(std::chrono::milliseconds patience) {
  pollfd ready{line_->socket, POLLIN, 0};
  if (::poll(&ready, 1, static_cast<int>(patience.count())) <= 0) return std::string_view();
  const ssize_t count = ::read(line_->socket, line_->buffer.data(), line_->buffer.size());
  if (count < 0 && errno == EINTR) return std::string_view();
  if (count <= 0) return std::nullopt;
  return std::string_view(line_->buffer.data(), static_cast<std::size_t>(count));
}

void Child::tell(std::string_view text) {
  (void)::send(line_->socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

ProcessEnd Child::end() {
  return line_->process.kill();
}

}  // namespace deskready::audio
