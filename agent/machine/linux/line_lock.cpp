#include "agent/machine/line_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "config/base/pause.h"

namespace deskready {
namespace {

constexpr auto between_tries = std::chrono::milliseconds(100);
constexpr const char* name = "deskready-line.lock";

/// -1 where there is no such file that can be trusted to be no more than a file.
int open_lock(const std::filesystem::path& path) {
  constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  int file = open(path.c_str(), flags);
  // Made only where nothing is: the kernel refuses O_CREAT on another account's file in a sticky folder.
  if (file < 0 && errno == ENOENT) {
    file = open(path.c_str(), flags | O_CREAT | O_EXCL, 0444);
    if (file >= 0) fchmod(file, 0444);  // whatever the umask
    if (file < 0 && errno == EEXIST) file = open(path.c_str(), flags);
  }
  struct stat about {};
  if (file >= 0 && (fstat(file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_nlink > 1)) {
    close(file);
    return -1;
  }
  return file;
}

/// Its owner may have replaced the file meanwhile; then others lock the new one.
bool is_still_there(int file, const std::filesystem::path& path) {
  struct stat held {};
  struct stat there {};
  return fstat(file, &held) == 0 && lstat(path.c_str(), &there) == 0 && held.st_ino == there.st_ino &&
         held.st_dev == there.st_dev;
}

}  // namespace

LineLock::Turn LineLock::take(const std::stop_token& stop, const std::function<void()>& waiting) {
  const std::filesystem::path path = folder_ / name;
  const auto begin = clock_.monotonic();
  bool told = false;
  while (!stop.stop_requested()) {
    FileLock file(open_lock(path));
    if (!file.is_open()) {
      became(Alone::unknown);
      return Turn();
    }
    const bool locked = file.take_alone() == FileLock::Taken::yes;
    const bool won = locked && is_still_there(file.descriptor(), path);
    const bool enough = has_waited(clock_.monotonic() - begin, won);
    if (won) return Turn(std::move(file));
    if (enough) return Turn();
    if (!std::exchange(told, true) && waiting) waiting();
    pause(stop, between_tries);
  }
  return Turn();
}

/// Whether this turn's wait makes the run's too long; it counts for the run when it is over.
bool LineLock::has_waited(std::chrono::nanoseconds turn, bool won) {
  const std::lock_guard lock(mutex_);
  const auto so_far = waited_ + turn;
  const bool enough = so_far >= longest_;
  if (won || enough) waited_ = so_far;
  if (!won && enough) alone_ = std::max(alone_, Alone::shared);
  return enough;
}

LineLock::Alone LineLock::alone() const {
  const std::lock_guard lock(mutex_);
  return alone_;
}

void LineLock::became(Alone alone) {
  const std::lock_guard lock(mutex_);
  alone_ = std::max(alone_, alone);
}

std::string_view to_string(LineLock::Alone alone) {
  switch (alone) {
    case LineLock::Alone::yes:
      return "";
    case LineLock::Alone::shared:
      return "shared";
    case LineLock::Alone::unknown:
      return "unknown";
  }
  return "";
}

/// /run/lock, or /tmp where that is no sticky folder.
std::filesystem::path line_lock_folder() {
  struct stat about {};
  const bool shared = stat("/run/lock", &about) == 0 && S_ISDIR(about.st_mode) &&
                      (about.st_mode & S_ISVTX) != 0 && (about.st_mode & S_IWOTH) != 0;
  return shared ? "/run/lock" : "/tmp";
}

}  // namespace deskready
