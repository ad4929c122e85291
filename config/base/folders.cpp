#include "config/base/folders.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace deskready {
namespace {

namespace fs = std::filesystem;

fs::path from_environment(const char* name) {
  const char* value = std::getenv(name);
  // The XDG specification: a relative path is invalid and to be ignored.
  return value != nullptr && value[0] == '/' ? fs::path(value) : fs::path();
}

fs::path home() {
  const fs::path home = from_environment("HOME");
  return home.empty() ? fs::path("/") : home;
}

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

/// After `su` the variable names a folder of another person, or one that is not there.
bool is_own_folder(const fs::path& folder) {
  struct stat status {};
  return !folder.empty() && stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         status.st_uid == getuid();
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

fs::path config_folder() {
  const fs::path base = from_environment("XDG_CONFIG_HOME");
  return (base.empty() ? home() / ".config" : base) / "deskready";
}

fs::path state_folder() {
  if (const fs::path given = from_environment("STATE_DIRECTORY"); !given.empty()) return given;
  const fs::path base = from_environment("XDG_STATE_HOME");
  return (base.empty() ? home() / ".local/state" : base) / "deskready";
}

tl::expected<fs::path, std::string> runtime_folder() {
  const fs::path base = from_environment("XDG_RUNTIME_DIR");
  const fs::path folder = is_own_folder(base)
                              ? base / "deskready"
                              : fs::temp_directory_path() / fmt::format("deskready-{}", getuid());
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return tl::unexpected(failure(folder, "created"));
  struct stat status {};
  if (lstat(folder.c_str(), &status) != 0) return tl::unexpected(failure(folder, "looked at"));
  // In a shared temporary folder somebody else could have made it first and would then hold our socket.
  if (!S_ISDIR(status.st_mode) || status.st_uid != getuid() || (status.st_mode & 077) != 0) {
    return tl::unexpected(
        fmt::format("{} is not a private folder of yours; remove it, then try again", folder.string()));
  }
  return folder;
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

}  // namespace deskready
