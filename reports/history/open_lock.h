// Who has the history open, over all processes.
#pragma once

#include <filesystem>

#include "config/base/file_lock.h"

namespace deskready {

/// A lock file. Everybody who has the database open shares it; who makes, brings up to date or sets
/// aside the database holds it alone, so that this never happens to one that another process has open. It
/// ends with the object or the process. Not thread-safe.
class OpenLock {
 public:
  /// Makes the file where it is missing, for its owner alone.
  explicit OpenLock(const std::filesystem::path& file);
  /// False where there can be no lock: the file cannot be made, or its file system knows none.
  bool usable() const { return file_.is_open(); }

  /// Neither waits. After false nothing is held, not even what was.
  bool share() { return kept(file_.take_shared()); }
  bool hold_alone() { return kept(file_.take_alone()); }
  void release() { file_.release(); }

 private:
  bool kept(FileLock::Taken taken);
  FileLock file_;
};

}  // namespace deskready
