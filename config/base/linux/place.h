// Where a path leads, one folder after the other, without following a stranger's link. For Linux alone.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace deskready {

/// Owns an open file; -1 for none.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// The folder in which a path ends, open with O_PATH, and the name there, which is no symbolic link.
struct FilePlace {
  /// Opens what is there; `flags` as of open(2), to which those for a file that may be anything are added. No
  /// descriptor, and errno, where that fails.
  Descriptor open_there(int flags) const;

  Descriptor folder;
  bool shared = false;  ///< whether another user may write in the folder
  std::string name;
  bool there = false;
  bool magic = false;  ///< /dev/stdout and the like: one of the process's own files, which has no other name
  struct stat status {};  ///< where something is there
};

/// Why a path leads to no place: errno as the system gives it, or a stranger's link.
struct NoPlace {
  int error = 0;
  std::string theirs;  ///< the stranger's link, as far as the path was followed; else empty
};

/// Follows links that this user or the system made, and all in folders where nobody else may write.
tl::expected<FilePlace, NoPlace> place_of(const std::filesystem::path& path);

/// In words, for errors about the file.
std::string to_string(const NoPlace& none);

/// "/tmp/x could not be written: No space left on device": `what` was to be done, `why` the system's words.
std::string failure(const std::filesystem::path& file, std::string_view what, std::string_view why);

}  // namespace deskready
