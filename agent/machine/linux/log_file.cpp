#include "agent/machine/log_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace deskready {

tl::expected<std::FILE*, std::string> open_log_file(const std::string& file) {
  // Of a FIFO that nobody reads, opening does not wait.
  const int fd =
      ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0640);
  std::FILE* out = fd < 0 ? nullptr : fdopen(fd, "a");
  if (out != nullptr) return out;
  const int error = errno;
  if (fd >= 0) close(fd);
  return tl::unexpected(std::string(std::strerror(error)));
}

}  // namespace deskready
