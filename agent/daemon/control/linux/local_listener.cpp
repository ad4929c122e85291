#include "agent/daemon/control/local_listener.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace deskready {
namespace {

namespace fs = std::filesystem;

std::string failed(std::string_view what, const fs::path& path) {
  return fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno));
}

int open_lock(const fs::path& path) {
  return open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

tl::unexpected<std::string> runs_already(const fs::path& lock) {
  return tl::unexpected(fmt::format(
      "deskreadyd is already running for you (it holds {}); `deskready status` tells what it does",
      lock.string()));
}

/// The lock decides which daemon of this person is the one; a socket's file outlives its daemon and decides
/// nothing.
tl::expected<void, std::string> lock_alone(const fs::path& path, int& lock) {
  lock = open_lock(path);
  if (lock < 0) return tl::unexpected(failed("open", path));
  if (flock(lock, LOCK_EX | LOCK_NB) == 0) return {};
  if (errno != EWOULDBLOCK) return tl::unexpected(failed("lock", path));
  return runs_already(path);
}

/// A home on a disk that is full, cannot be written or knows no locks keeps no daemon from its work. The lock
/// is held on a file that is open for reading, so that the disk can be made read-only meanwhile.
tl::expected<FileLock, std::string> lock_for_person(const fs::path& path, const fs::path& socket) {
  FileLock lock(open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  const auto taken = lock.take_alone();
  if (taken == FileLock::Taken::busy) return runs_already(path);
  const int written =
      taken == FileLock::Taken::yes ? open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW) : -1;
  if (written >= 0) {
    [[maybe_unused]] const ssize_t size = write(written, socket.c_str(), socket.native().size());
    close(written);
  }
  return lock;
}

tl::expected<sockaddr_un, std::string> address_of(const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof address.sun_path) {
    return tl::unexpected(
        fmt::format("{} is too long for a socket's name ({} bytes, at most {}); set XDG_RUNTIME_DIR to a "
                    "shorter folder",
                    path.string(), path.native().size(), sizeof address.sun_path - 1));
  }
  std::memcpy(address.sun_path, path.c_str(), path.native().size() + 1);
  return address;
}

/// Called with the lock held, so a socket that refuses is a dead daemon's.
tl::expected<void, std::string> clear_the_place(const fs::path& path, const sockaddr_un& address) {
  struct stat about {};
  if (lstat(path.c_str(), &about) != 0) {
    if (errno == ENOENT) return {};
    return tl::unexpected(failed("look at", path));
  }
  if (!S_ISSOCK(about.st_mode)) {
    return tl::unexpected(fmt::format("{} is in the way and no socket; move it away", path.string()));
  }
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const bool answers =
      connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN;
  if (probe >= 0) close(probe);
  if (answers) {
    return tl::unexpected(fmt::format("another program answers on {}; end it first", path.string()));
  }
  if (unlink(path.c_str()) != 0) return tl::unexpected(failed("remove the old", path));
  return {};
}

/// The rights are set before anybody can connect: a socket that is bound and does not listen refuses all. So
/// no umask is needed, which would be every thread's.
tl::expected<void, std::string> listen_privately(int& listener, const fs::path& path,
                                                 const sockaddr_un& address) {
  listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0) return tl::unexpected(failed("make a socket for", path));
  // A full queue refuses a client that does not block in connect(), however soon it would be its turn.
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || listen(listener, SOMAXCONN) != 0) {
    return tl::unexpected(failed("listen on", path));
  }
  return {};
}

}  // namespace

tl::expected<LocalListener, std::string> LocalListener::open(const fs::path& folder, const fs::path& person) {
  LocalListener place;
  place.path_ = folder / "control.sock";
  const auto address = address_of(place.path_);
  if (!address) return tl::unexpected(address.error());
  auto lock = lock_for_person(person, place.path_);
  if (!lock) return tl::unexpected(lock.error());
  place.person_ = std::move(*lock);
  return lock_alone(folder / "daemon.lock", place.lock_)
      .and_then([&] { return clear_the_place(place.path_, *address); })
      .and_then([&] { return listen_privately(place.socket_, place.path_, *address); })
      .map([&] { return std::move(place); });
}

LocalListener::LocalListener(LocalListener&& other) noexcept
    : lock_(std::exchange(other.lock_, -1)),
      person_(std::move(other.person_)),
      socket_(std::exchange(other.socket_, -1)),
      path_(std::move(other.path_)) {}

LocalListener& LocalListener::operator=(LocalListener&& other) noexcept {
  std::swap(lock_, other.lock_);
  std::swap(person_, other.person_);
  std::swap(socket_, other.socket_);
  std::swap(path_, other.path_);
  return *this;
}

LocalListener::~LocalListener() {
  if (socket_ >= 0) close(socket_);
  if (lock_ >= 0) close(lock_);
}

int LocalListener::release_socket() {
  return std::exchange(socket_, -1);
}

bool is_own_peer(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid();
}

}  // namespace deskready
