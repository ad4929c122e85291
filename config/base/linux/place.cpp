#include "config/base/linux/place.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <deque>

namespace deskready {
namespace {

namespace fs = std::filesystem;

/// In a user namespace the system's own files seem to be this one's (user_namespaces(7), overflowuid).
constexpr uid_t nobody = 65534;

bool in_user_namespace() {
  static const bool inside = [] {
    const Descriptor map(open("/proc/self/uid_map", O_RDONLY | O_CLOEXEC));
    std::array<char, 64> text{};
    const ssize_t length = map.get() < 0 ? -1 : read(map.get(), text.data(), text.size() - 1);
    unsigned inner = 1, outer = 1, count = 0;
    return length > 0 && (std::sscanf(text.data(), "%u %u %u", &inner, &outer, &count) != 3 || inner != 0 ||
                          outer != 0 || count != 4294967295U);
  }();
  return inside;
}

bool is_trusted(uid_t user) {
  return user == geteuid() || user == 0 || (user == nobody && in_user_namespace());
}

/// Whether somebody else could have put there what stands in the folder.
bool is_shared(const struct stat& folder) {
  return !is_trusted(folder.st_uid) || (folder.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

bool is_proc(int folder) {
  struct statfs about {};
  return fstatfs(folder, &about) == 0 && about.f_type == PROC_SUPER_MAGIC;
}

class Walk {
 public:
  explicit Walk(const fs::path& path) { follow(path); }

  tl::expected<FilePlace, NoPlace> end() {
    if (ahead_.empty()) return failed(ENOENT);
    constexpr int most_links = 40;  // as the kernel, path_resolution(7)
    for (int links = 0;;) {
      const std::string name = std::move(ahead_.front());
      ahead_.pop_front();
      struct stat folder {};
      if (fstat(folder_.get(), &folder) != 0) return failed(errno);
      Descriptor next(openat(folder_.get(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
      const int error = errno;
      struct stat status {};
      if (next.get() >= 0 && fstat(next.get(), &status) != 0) return failed(errno);
      passed_ += passed_.ends_with('/') ? name : "/" + name;
      if (next.get() >= 0 && S_ISLNK(status.st_mode)) {
        if (is_shared(folder) && !is_trusted(status.st_uid)) return tl::unexpected(NoPlace{ELOOP, passed_});
        if (++links > most_links) return failed(ELOOP);
        std::array<char, 4096> target{};
        const ssize_t length = readlinkat(next.get(), "", target.data(), target.size());
        if (length <= 0 || static_cast<std::size_t>(length) == target.size()) return failed(ENAMETOOLONG);
        if (ahead_.empty() && target[0] != '/' && is_proc(folder_.get())) return own_file(name);
        follow(std::string(target.data(), static_cast<std::size_t>(length)));
        continue;
      }
      if (ahead_.empty()) {
        if (next.get() < 0 && error != ENOENT) return failed(error);
        return FilePlace{std::move(folder_), is_shared(folder), name, next.get() >= 0, false, status};
      }
      if (next.get() < 0) return failed(error);
      if (!S_ISDIR(status.st_mode)) return failed(ENOTDIR);
      folder_ = std::move(next);
    }
  }

 private:
  static tl::unexpected<NoPlace> failed(int error) { return tl::unexpected(NoPlace{error, {}}); }

  /// A pipe or a socket of this process.
  tl::expected<FilePlace, NoPlace> own_file(const std::string& name) {
    FilePlace place{std::move(folder_), false, name, true, true, {}};
    if (fstatat(place.folder.get(), name.c_str(), &place.status, 0) != 0) return failed(errno);
    return place;
  }

  /// Puts the path before what is still ahead; an absolute one begins anew.
  void follow(const fs::path& path) {
    if (path.is_absolute() || folder_.get() < 0) {
      folder_ = Descriptor(open(path.is_absolute() ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
      passed_ = path.is_absolute() ? "/" : ".";
    }
    std::deque<std::string> parts;
    for (const fs::path& part : path.relative_path()) {
      // What ends with a '/' has an empty last part, and is a folder.
      parts.push_back(part.empty() ? "." : part.string());
    }
    ahead_.insert(ahead_.begin(), parts.begin(), parts.end());
  }

  Descriptor folder_;
  std::string passed_;
  std::deque<std::string> ahead_;
};

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) close(fd_);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Descriptor FilePlace::open_there(int flags) const {
  flags |= O_CLOEXEC | O_NOCTTY | (magic ? 0 : O_NOFOLLOW);
  return Descriptor(openat(folder.get(), name.c_str(), flags));
}

tl::expected<FilePlace, NoPlace> place_of(const fs::path& path) {
  return Walk(path).end();
}

std::string to_string(const NoPlace& none) {
  if (none.theirs.empty()) return std::strerror(none.error);
  return fmt::format("{} is another user's, in a shared folder; name the file itself", none.theirs);
}

std::string failure(const fs::path& file, std::string_view what, std::string_view why) {
  return fmt::format("{} could not be {}: {}", file.string(), what, why);
}

}  // namespace deskready
