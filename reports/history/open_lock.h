// Who has the history open, over all processes.
#pragma once

#include <filesystem>

namespace deskready {

/// A lock file. Everybody who has the database open shares it; who makes, brings up to date or sets
/// aside the database holds it alone, so that this never happens to one that another process has open. It
/// ends with the object or the process. Not thread-safe.
class OpenLock {
 public:
  /// Makes the file where it is missing, for its owner alone.
  explicit OpenLock(const std::filesystem::path& file);
  OpenLock(OpenLock&& other) noexcept;
  OpenLock& operator=(OpenLock&& other) noexcept;
  ~OpenLock();

  /// False where there can be no lock: the file cannot be made, or its file system knows none.
  bool usable() const { return descriptor_ >= 0; }

  /// Neither waits. After false nothing is held, not even what was.
  bool share();
  bool hold_alone();
  void release();

 private:
  bool take(int operation);
  int descriptor_ = -1;
};

}  // namespace deskready
