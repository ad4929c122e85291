#include "config/base/folders.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "config/base/digest.h"
#include "config/base/files.h"
#include "config/base/linux/place.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

fs::path from_environment(const char* name) {
  const char* value = std::getenv(name);
  // The XDG specification: a relative path is invalid and to be ignored.
  return value != nullptr && value[0] == '/' ? fs::path(value) : fs::path();
}

std::string failure(const fs::path& file, std::string_view what) {
  return deskready::failure(file, what, std::strerror(errno));
}

/// After `su` the variable names a folder of another person, or one that is not there.
bool is_own_folder(const fs::path& folder) {
  struct stat status {};
  return !folder.empty() && stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         status.st_uid == getuid();
}

/// Made where nothing is there.
tl::expected<fs::path, std::string> private_folder(const fs::path& folder) {
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

/// In the temporary folder, where anybody can take the name first.
fs::path shared_runtime_folder() {
  std::error_code error;
  return fs::temp_directory_path(error) / fmt::format("deskready-{}", getuid());
}

}  // namespace

fs::path home_folder() {
  const fs::path home = from_environment("HOME");
  return home.empty() ? fs::path("/") : home;
}

fs::path config_folder() {
  const fs::path base = from_environment("XDG_CONFIG_HOME");
  return (base.empty() ? home_folder() / ".config" : base) / "deskready";
}

fs::path shared_config_folder() {
  return "/etc/deskready";
}

fs::path state_folder() {
  if (const fs::path given = from_environment("STATE_DIRECTORY"); !given.empty()) return given;
  const fs::path base = from_environment("XDG_STATE_HOME");
  return (base.empty() ? home_folder() / ".local/state" : base) / "deskready";
}

std::vector<fs::path> own_folders() {
  std::vector<fs::path> folders = {config_folder(), state_folder(), shared_runtime_folder()};
  const fs::path base = from_environment("XDG_RUNTIME_DIR");
  if (is_own_folder(base)) folders.push_back(base / "deskready");
  return folders;
}

tl::expected<fs::path, std::string> runtime_folder() {
  const fs::path base = from_environment("XDG_RUNTIME_DIR");
  if (is_own_folder(base)) return private_folder(base / "deskready");
  // In the shared temporary folder anybody can take the name first; nobody can in the person's own, but
  // sockets and locks may not work there where it is another computer's disk.
  std::error_code error;
  const fs::path own = state_folder() / "run";
  if (!fs::exists(own, error)) {
    if (auto folder = private_folder(shared_runtime_folder())) return folder;
    fs::create_directories(own.parent_path(), error);
  }
  return private_folder(own);
}

fs::path person_lock(std::string_view name) {
  std::error_code error;
  fs::create_directories(state_folder(), error);
  constexpr std::size_t longest = 100, told = 12;
  // machine-id(5) asks not to show it as it is.
  const auto id = read_regular_file("/etc/machine-id", longest);
  return state_folder() /
         fmt::format("{}-{}.lock", name, sha256_hex("lock " + id.value_or("")).substr(0, told));
}

bool belongs_to_another(const fs::path& folder) {
  struct stat status {};
  return stat(folder.c_str(), &status) == 0 && status.st_uid != geteuid();
}

std::string why_not_writable_folder(const fs::path& folder) {
  return access(folder.c_str(), W_OK) == 0 ? std::string() : std::string(std::strerror(errno));
}

std::vector<fs::path> files_beginning(const fs::path& folder, std::string_view begin) {
  std::vector<fs::path> files;
  std::error_code error;
  // Not a range's for: its step throws.
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().filename().string().starts_with(begin)) files.push_back(entry->path());
  }
  return files;
}

}  // namespace deskready
