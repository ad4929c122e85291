// A lock on a file, between processes.
#pragma once

#include <cstdint>

namespace deskready {

/// Holds an open file and perhaps a lock on it, one that asks nobody to keep to it but who locks too. Both
/// end with the object, or with the process however that ends. Movable; not thread-safe.
class FileLock {
 public:
  FileLock() = default;
  /// Owns the open file; a negative one is none.
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

  enum class Taken : std::uint8_t {
    yes,
    busy,       ///< another has it
    impossible  ///< the file's system knows no locks, or no file is open; errno says more
  };
  /// Neither waits. Unless `yes`, a lock that was held before is lost on some systems and kept on others:
  /// release() makes it sure.
  Taken take_alone();
  Taken take_shared();
  void release();

 private:
  Taken take(bool alone);
  int descriptor_ = -1;
};

}  // namespace deskready
