#include "config/base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "config/base/linux/place.h"
#include "config/base/new_file.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

std::string failure(const fs::path& file, std::string_view what) {
  return deskready::failure(file, what, std::strerror(errno));
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
tl::expected<void, std::string> write_in_place(const fs::path& file, const FilePlace& place,
                                               std::string_view bytes) {
  if (place.shared && place.status.st_uid != geteuid() && place.status.st_uid != 0)
    return tl::unexpected(deskready::failure(file, "written", to_string(NoPlace{ELOOP, place.name})));
  const Descriptor open_file = place.open_there(O_WRONLY);
  if (open_file.get() < 0) return tl::unexpected(failure(file, "opened"));
  if (!write_all(open_file.get(), bytes)) return tl::unexpected(failure(file, "written"));
  return {};
}

/// Of a temporary file that is not there yet; opens it.
std::string temporary_beside(const FilePlace& place, Descriptor& file) {
  for (int tries = 0; tries < 100; ++tries) {
    std::uint64_t number = 0;
    if (getrandom(&number, sizeof number, 0) != sizeof number) break;
    std::string name = fmt::format("{}.{:012x}", place.name.substr(0, 200), number & 0xFFFFFFFFFFFF);
    file = Descriptor(openat(place.folder.get(), name.c_str(),
                             O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (file.get() >= 0 || errno != EEXIST) return name;
  }
  return {};
}

/// A second name, and never another file's; where the file system has no second names, the only one.
bool name_anew(int folder, const std::string& from, const std::string& to) {
  if (linkat(folder, from.c_str(), folder, to.c_str(), 0) == 0) return true;
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) return false;
  return renameat2(folder, from.c_str(), folder, to.c_str(), RENAME_NOREPLACE) == 0;
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

tl::expected<std::string, std::string> read_regular_file(const fs::path& file, std::size_t most) {
  const auto place = place_of(file);
  if (!place) return tl::unexpected(to_string(place.error()));
  const Descriptor open_file = place->open_there(O_RDONLY | O_NONBLOCK);
  if (open_file.get() < 0) return tl::unexpected(std::string(std::strerror(errno)));
  return read_regular_file(open_file.get(), most);
}

tl::expected<void, std::string> write_file_atomically(const fs::path& file, std::string_view bytes) {
  const auto place = place_of(file);
  if (!place) return tl::unexpected(deskready::failure(file, "written", to_string(place.error())));
  const mode_t mode = place->status.st_mode;
  if (place->there && (S_ISCHR(mode) || S_ISFIFO(mode))) return write_in_place(file, *place, bytes);
  if (place->there && S_ISDIR(mode))
    return tl::unexpected(deskready::failure(file, "written", std::strerror(EISDIR)));
  Descriptor temporary;
  const std::string name = temporary_beside(*place, temporary);
  if (temporary.get() < 0) return tl::unexpected(failure(file, "written"));
  const int folder = place->folder.get();
  const bool written = write_all(temporary.get(), bytes) && fsync(temporary.get()) == 0 &&
                       renameat(folder, name.c_str(), folder, place->name.c_str()) == 0;
  if (written) return {};
  const std::string said = failure(file, "written");
  unlinkat(folder, name.c_str(), 0);
  return tl::unexpected(said);
}

tl::expected<bool, std::string> write_new_file(const fs::path& file, std::string_view bytes) {
  const auto place = place_of(file);
  if (!place) return tl::unexpected(deskready::failure(file, "written", to_string(place.error())));
  if (place->there) return false;
  Descriptor temporary;
  const std::string name = temporary_beside(*place, temporary);
  if (temporary.get() < 0) return tl::unexpected(failure(file, "written"));
  const int folder = place->folder.get();
  const bool whole = write_all(temporary.get(), bytes) && fsync(temporary.get()) == 0;
  const bool named = whole && name_anew(folder, name, place->name);
  const int why = errno;
  unlinkat(folder, name.c_str(), 0);
  if (named) return true;
  if (whole && why == EEXIST) return false;
  return tl::unexpected(deskready::failure(file, "written", std::strerror(why)));
}

bool make_private_file(const fs::path& file) {
  return Descriptor(open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)).get() >= 0;
}

}  // namespace deskready
