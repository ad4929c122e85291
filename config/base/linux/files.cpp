#include "config/base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace deskready {
namespace {

namespace fs = std::filesystem;

std::string failure(const fs::path& file, std::string_view what) {
  return fmt::format("{} could not be {}: {}", file.string(), what, std::strerror(errno));
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// For what no temporary file may replace: a device, a pipe.
tl::expected<void, std::string> write_in_place(const fs::path& file, std::string_view bytes) {
  const int fd = open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return tl::unexpected(failure(file, "opened"));
  const bool written = write_all(fd, bytes);
  const int why = errno;
  close(fd);
  errno = why;
  if (!written) return tl::unexpected(failure(file, "written"));
  return {};
}

}  // namespace

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

std::string first_line_of(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

tl::expected<void, std::string> write_file_atomically(const fs::path& named, std::string_view bytes) {
  // A link stays one: what it leads to is replaced.
  std::error_code none;
  const fs::path found = fs::canonical(named, none);
  const fs::path& file = none ? named : found;
  const auto type = fs::status(file, none).type();
  if (type == fs::file_type::character || type == fs::file_type::fifo) return write_in_place(file, bytes);
  std::string temporary = file.string() + ".XXXXXX";
  const int fd = mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return tl::unexpected(failure(file, "written"));
  const bool written = write_all(fd, bytes) && fchmod(fd, 0600) == 0 && fsync(fd) == 0;
  const int why = errno;
  close(fd);
  if (written && std::rename(temporary.c_str(), file.c_str()) == 0) return {};
  if (!written) errno = why;
  const std::string said = failure(file, "written");
  unlink(temporary.c_str());
  return tl::unexpected(said);
}

bool make_private_file(const fs::path& file) {
  const int created = open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (created >= 0) close(created);
  return created >= 0;
}

}  // namespace deskready
