#include "reports/history/open_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace deskready {

OpenLock::OpenLock(const std::filesystem::path& file)
    : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
  // On a read-only disk it can still be shared with those who read.
  if (descriptor_ < 0) descriptor_ = open(file.c_str(), O_RDONLY | O_CLOEXEC);
}

OpenLock::OpenLock(OpenLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

OpenLock& OpenLock::operator=(OpenLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

OpenLock::~OpenLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

bool OpenLock::take(int operation) {
  if (descriptor_ < 0) return false;
  int result = 0;
  do {
    result = flock(descriptor_, operation | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  if (result == 0) return true;
  if (errno != EWOULDBLOCK) {
    close(descriptor_);
    descriptor_ = -1;
    return false;
  }
  // What was held before is lost on some systems and kept on others.
  release();
  return false;
}

bool OpenLock::share() {
  return take(LOCK_SH);
}

bool OpenLock::hold_alone() {
  return take(LOCK_EX);
}

void OpenLock::release() {
  if (descriptor_ >= 0) flock(descriptor_, LOCK_UN);
}

}  // namespace deskready
