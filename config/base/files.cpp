#include "config/base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace deskready {

tl::expected<std::string, std::string> read_regular_file(int descriptor, std::size_t most) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return tl::unexpected(std::string(std::strerror(errno)));
  if (S_ISDIR(status.st_mode)) return tl::unexpected(std::string("it is a folder; name a file in it"));
  if (!S_ISREG(status.st_mode)) return tl::unexpected(std::string("it is no ordinary file"));
  std::string bytes;
  char block[16384];
  for (;;) {
    const ssize_t got = read(descriptor, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return tl::unexpected(std::string(std::strerror(errno)));
    if (got == 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(got));
    if (bytes.size() > most) return tl::unexpected(fmt::format("it is larger than {} bytes", most));
  }
}

tl::expected<std::string, std::string> read_regular_file(const std::filesystem::path& file,
                                                         std::size_t most) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return tl::unexpected(std::string(std::strerror(errno)));
  auto bytes = read_regular_file(fd, most);
  close(fd);
  return bytes;
}

}  // namespace deskready
