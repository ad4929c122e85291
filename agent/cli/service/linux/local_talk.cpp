#include "agent/cli/service/local_talk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace deskready {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

constexpr std::size_t largest_answer = 256 * 1024;

/// Closes on every way out.
struct Socket {
  int fd = -1;
  Socket() : fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (fd >= 0) close(fd);
  }
};

bool ready(const Socket& socket, short events, Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  if (left.count() <= 0) return false;
  pollfd entry{socket.fd, events, 0};
  const int count = poll(&entry, 1, static_cast<int>(left.count()));
  return count > 0 || (count < 0 && errno == EINTR);
}

std::string no_answer() {
  return "the background service did not answer in time; see its log, or restart it";
}

std::string not_running(const std::filesystem::path& socket) {
  return fmt::format(
      "no background service answers at {}; start it with: systemctl --user start deskready, or run "
      "deskreadyd",
      socket.string());
}

std::string broken() {
  return fmt::format("the talk with the background service broke off: {}", std::strerror(errno));
}

/// Waits for a place in the service's queue: connect() of a Unix socket that does not block fails at once
/// where the queue is full, and poll() cannot tell when it no longer is.
bool connect_within(const Socket& socket, const sockaddr_un& address, Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::microseconds>(deadline - std::chrono::steady_clock::now());
  const timeval wait{left.count() / 1'000'000, std::max<suseconds_t>(left.count() % 1'000'000, 1)};
  return setsockopt(socket.fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) == 0 &&
         connect(socket.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
         fcntl(socket.fd, F_SETFL, O_NONBLOCK) == 0;
}

tl::expected<void, std::string> connect_to(const Socket& socket, const std::filesystem::path& path,
                                           Deadline deadline) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& name = path.native();
  if (socket.fd < 0) return tl::unexpected(broken());
  if (name.size() >= sizeof address.sun_path) {
    return tl::unexpected(
        fmt::format("{} is too long for a socket's name; set XDG_RUNTIME_DIR to a shorter folder", name));
  }
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  if (!connect_within(socket, address, deadline)) {
    return tl::unexpected(errno == EAGAIN ? no_answer() : not_running(path));
  }
  return {};
}

tl::expected<void, std::string> send_all(const Socket& socket, std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
      return tl::unexpected(broken());
    } else if (!ready(socket, POLLOUT, deadline)) {
      return tl::unexpected(no_answer());
    }
  }
  return {};
}

/// Until the service closes, as it does after each answer.
tl::expected<std::string, std::string> receive_all(const Socket& socket, Deadline deadline) {
  std::string answer;
  char part[4096];
  while (answer.size() <= largest_answer) {
    const ssize_t got = recv(socket.fd, part, sizeof part, 0);
    if (got == 0) return answer;
    if (got > 0) {
      answer.append(part, static_cast<std::size_t>(got));
    } else if (errno != EAGAIN && errno != EINTR) {
      return tl::unexpected(broken());
    } else if (!ready(socket, POLLIN, deadline)) {
      return tl::unexpected(no_answer());
    }
  }
  return tl::unexpected(std::string("the background service's answer is too long"));
}

}  // namespace

tl::expected<std::string, std::string> talk_locally(const std::filesystem::path& place,
                                                    std::string_view request,
                                                    std::chrono::milliseconds patience) {
  const Deadline deadline = std::chrono::steady_clock::now() + patience;
  const Socket connection;
  if (const auto connected = connect_to(connection, place, deadline); !connected)
    return tl::unexpected(connected.error());
  if (const auto sent = send_all(connection, request, deadline); !sent) return tl::unexpected(sent.error());
  return receive_all(connection, deadline);
}

tl::expected<Listened, std::string> listen_locally(const std::filesystem::path& place,
                                                   std::string_view request, std::optional<Deadline> until,
                                                   const std::function<bool(std::string_view)>& take) {
  constexpr auto patience = std::chrono::seconds(5);
  constexpr auto longest_wait = std::chrono::hours(1);
  const Deadline asked = std::chrono::steady_clock::now() + patience;
  const Socket connection;
  if (const auto connected = connect_to(connection, place, asked); !connected)
    return tl::unexpected(connected.error());
  if (const auto sent = send_all(connection, request, asked); !sent) return tl::unexpected(sent.error());
  char part[4096];
  for (;;) {
    const ssize_t got = recv(connection.fd, part, sizeof part, 0);
    if (got == 0) return Listened::closed;
    if (got > 0) {
      if (!take({part, static_cast<std::size_t>(got)})) return Listened::enough;
    } else if (errno != EAGAIN && errno != EINTR) {
      return tl::unexpected(broken());
    } else {
      const Deadline now = std::chrono::steady_clock::now();
      if (until && now >= *until) return Listened::time_up;
      ready(connection, POLLIN, until ? std::min(*until, now + longest_wait) : now + longest_wait);
    }
  }
}

}  // namespace deskready
