#include "probes/machine/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "config/base/files.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t most = 1'000'000;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// -1 with errno. O_NONBLOCK lets the open of a FIFO without a writer return; openat2 does not take it for
/// O_PATH, which opens nothing.
int open_below(const fs::path& root, std::string_view path, int flags) {
  flags |= O_CLOEXEC;
  if ((flags & O_PATH) == 0) flags |= O_RDONLY | O_NONBLOCK | O_NOCTTY;
  const std::string name(path);
  if (root == "/") return open(name.c_str(), flags);
  const Descriptor top(open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (top.get() < 0) return -1;
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_IN_ROOT;
  return static_cast<int>(syscall(SYS_openat2, top.get(), name.c_str(), &how, sizeof how));
}

tl::unexpected<std::string> unread(std::string_view path, std::string_view why) {
  return tl::unexpected(fmt::format("{} cannot be read: {}", path, why));
}

}  // namespace

tl::expected<std::string, std::string> read_text(const fs::path& root, std::string_view path) {
  const Descriptor file(open_below(root, path, 0));
  if (file.get() < 0) return unread(path, std::strerror(errno));
  auto text = read_regular_file(file.get(), most);
  if (!text) return unread(path, text.error());
  return text;
}

bool for_each_line(const fs::path& root, std::string_view path,
                   const std::function<bool(std::string_view)>& take) {
  constexpr std::size_t longest = 64 * 1024, largest = 64 * 1024 * 1024;
  const Descriptor file(open_below(root, path, 0));
  struct stat status {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  std::string rest;
  std::size_t total = 0;
  char block[32 * 1024];
  for (;;) {
    const ssize_t got = read(file.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    total += static_cast<std::size_t>(got);
    if (got == 0 || total > largest) break;
    std::string_view fresh(block, static_cast<std::size_t>(got));
    for (auto end = fresh.find('\n'); end != std::string_view::npos; end = fresh.find('\n')) {
      if (rest.size() < longest) rest += fresh.substr(0, std::min(end, longest - rest.size()));
      if (!take(rest)) return true;
      rest.clear();
      fresh.remove_prefix(end + 1);
    }
    if (rest.size() < longest) rest += fresh.substr(0, longest - rest.size());
  }
  if (!rest.empty()) take(rest);
  return true;
}

tl::expected<std::string, std::string> read_end(const fs::path& root, std::string_view path,
                                                std::size_t most_bytes) {
  const Descriptor file(open_below(root, path, 0));
  struct stat status {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) return unread(path, std::strerror(errno));
  if (!S_ISREG(status.st_mode)) return unread(path, std::strerror(EINVAL));
  const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
  std::string bytes(std::min(size, most_bytes), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const auto from = static_cast<off_t>(size - bytes.size() + got);
    const ssize_t part = pread(file.get(), bytes.data() + got, bytes.size() - got, from);
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) return unread(path, std::strerror(errno));
    if (part == 0) break;
    got += static_cast<std::size_t>(part);
  }
  bytes.resize(got);
  return bytes;
}

std::optional<std::string> read_link(const fs::path& root, std::string_view path) {
  const Descriptor link(open_below(root, path, O_PATH | O_NOFOLLOW));
  if (link.get() < 0) return std::nullopt;
  char target[4096];
  const ssize_t length = readlinkat(link.get(), "", target, sizeof target);
  if (length <= 0 || length == sizeof target) return std::nullopt;
  return std::string(target, static_cast<std::size_t>(length));
}

bool exists(const fs::path& root, std::string_view path) {
  return Descriptor(open_below(root, path, O_PATH)).get() >= 0;
}

std::optional<double> written_at(const fs::path& root, std::string_view path) {
  const Descriptor file(open_below(root, path, O_PATH));
  struct stat status {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) return std::nullopt;
  return static_cast<double>(status.st_mtim.tv_sec);
}

std::string home_folder(const fs::path& root) {
  if (root != "/") return "/home/agent";
  const char* given = std::getenv("HOME");
  return given != nullptr && given[0] == '/' ? given : "/";
}

std::optional<std::vector<std::string>> list_folder(const fs::path& root, std::string_view path) {
  Descriptor folder(open_below(root, path, O_DIRECTORY));
  if (folder.get() < 0) return std::nullopt;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(fdopendir(folder.get()), closedir);
  if (!entries) return std::nullopt;
  folder.release();
  std::vector<std::string> names;
  while (const dirent* entry = readdir(entries.get())) {
    const std::string_view name = entry->d_name;
    if (!name.starts_with('.')) names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace deskready
