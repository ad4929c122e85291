#include "config/base/file_stamp.h"

#include <fmt/format.h>
#include <sys/stat.h>

namespace deskready {

std::string file_stamp(const std::filesystem::path& file, WallTime now) {
  constexpr std::int64_t settled_seconds = 2;
  struct stat status {};
  if (stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  if (status.st_ctim.tv_sec + settled_seconds > unix_seconds(now)) return {};
  return fmt::format("{}:{}:{}:{}.{}:{}.{}", status.st_dev, status.st_ino, status.st_size,
                     status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                     status.st_ctim.tv_nsec);
}

}  // namespace deskready
