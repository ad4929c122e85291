#include "agent/machine/run_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <utility>

#include "config/base/folders.h"

namespace deskready {
namespace {

constexpr auto between_tries = std::chrono::milliseconds(100);

/// Who holds it, as that process wrote it; empty when it has not yet.
std::string holder(int file) {
  std::array<char, 32> text{};
  const ssize_t size = pread(file, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

void sign(int file) {
  // Only a courtesy to the one who waits; the lock holds without it.
  const std::string pid = fmt::format("{}", getpid());
  if (ftruncate(file, 0) == 0) [[maybe_unused]]
    const ssize_t written = pwrite(file, pid.data(), pid.size(), 0);
}

void pause(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock(mutex);
  woken.wait_for(lock, stop, between_tries, [] { return false; });
}

}  // namespace

tl::expected<RunLock, std::string> RunLock::acquire(const std::stop_token& stop,
                                                    const std::function<void(std::string_view)>& waiting) {
  const auto folder = runtime_folder();
  if (!folder) return tl::unexpected(folder.error());
  return acquire_in(*folder, stop, waiting);
}

tl::expected<RunLock, std::string> RunLock::acquire_in(const std::filesystem::path& folder,
                                                       const std::stop_token& stop,
                                                       const std::function<void(std::string_view)>& waiting) {
  const std::filesystem::path path = folder / "run.lock";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) {
    return tl::unexpected(
        fmt::format("cannot open {}, which keeps two checks apart: {}", path.string(), std::strerror(errno)));
  }
  RunLock lock(file);
  bool told = false;
  while (flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return tl::unexpected(fmt::format("cannot lock {}: {}", path.string(), std::strerror(errno)));
    }
    if (stop.stop_requested())
      return tl::unexpected(std::string("stopped while waiting for another check to end"));
    if (!std::exchange(told, true) && waiting) waiting(holder(file));
    pause(stop);
  }
  sign(file);
  return lock;
}

RunLock::RunLock(RunLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

RunLock& RunLock::operator=(RunLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

RunLock::~RunLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace deskready
