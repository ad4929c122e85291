#include "agent/machine/run_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "config/base/folders.h"
#include "config/base/pause.h"

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

}  // namespace

tl::expected<RunLock, std::string> RunLock::acquire(const std::stop_token& stop,
                                                    const std::function<void(std::string_view)>& waiting) {
  const auto folder = runtime_folder();
  if (!folder) return tl::unexpected(folder.error());
  bool told = false;
  const auto once = [&](std::string_view process) {
    if (!std::exchange(told, true) && waiting) waiting(process);
  };
  // Everybody takes this one first, so nobody waits for the other while he holds it.
  auto shared = acquire_at(person_lock("run"), stop, once);
  if (!shared && stop.stop_requested()) return shared;
  auto own = acquire_in(*folder, stop, once);
  if (own && shared) own->shared_ = std::move(shared->file_);
  return own;
}

tl::expected<RunLock, std::string> RunLock::acquire_in(const std::filesystem::path& folder,
                                                       const std::stop_token& stop,
                                                       const std::function<void(std::string_view)>& waiting) {
  return acquire_at(folder / "run.lock", stop, waiting);
}

tl::expected<RunLock, std::string> RunLock::acquire_at(const std::filesystem::path& path,
                                                       const std::stop_token& stop,
                                                       const std::function<void(std::string_view)>& waiting) {
  FileLock file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) {
    return tl::unexpected(
        fmt::format("cannot open {}, which keeps two checks apart: {}", path.string(), std::strerror(errno)));
  }
  bool told = false;
  for (auto taken = file.take_alone(); taken != FileLock::Taken::yes; taken = file.take_alone()) {
    if (taken == FileLock::Taken::impossible) {
      return tl::unexpected(fmt::format("cannot lock {}: {}", path.string(), std::strerror(errno)));
    }
    if (stop.stop_requested())
      return tl::unexpected(std::string("stopped while waiting for another check to end"));
    if (!std::exchange(told, true) && waiting) waiting(holder(file.descriptor()));
    pause(stop, between_tries);
  }
  sign(file.descriptor());
  return RunLock(std::move(file));
}

}  // namespace deskready
