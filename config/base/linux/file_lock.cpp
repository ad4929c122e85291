#include "config/base/file_lock.h"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace deskready {

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

FileLock::Taken FileLock::take(bool alone) {
  int result = 0;
  do {
    result = flock(descriptor_, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  return result == 0 ? Taken::yes : errno == EWOULDBLOCK ? Taken::busy : Taken::impossible;
}

FileLock::Taken FileLock::take_alone() {
  return take(true);
}

FileLock::Taken FileLock::take_shared() {
  return take(false);
}

void FileLock::release() {
  if (descriptor_ >= 0) flock(descriptor_, LOCK_UN);
}

}  // namespace deskready
