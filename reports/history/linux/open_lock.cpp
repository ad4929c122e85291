#include "reports/history/open_lock.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace deskready {

OpenLock::OpenLock(const std::filesystem::path& file)
    : file_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
  // On a read-only disk it can still be shared with those who read.
  if (!file_.is_open()) file_ = FileLock(open(file.c_str(), O_RDONLY | O_CLOEXEC));
}

bool OpenLock::kept(FileLock::Taken taken) {
  if (taken == FileLock::Taken::busy) release();
  if (taken == FileLock::Taken::impossible) file_ = FileLock();
  return taken == FileLock::Taken::yes;
}

}  // namespace deskready
