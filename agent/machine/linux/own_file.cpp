#include "agent/machine/own_file.h"

#include <sys/stat.h>
#include <unistd.h>

namespace deskready {
namespace {

std::optional<FileIdentity> identity_of(const char* name) {
  struct stat status {};
  if (stat(name, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
                      status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec};
}

}  // namespace

std::optional<FileIdentity> running_file() {
  // Leads to the file that runs, even where its name is another's now.
  return identity_of("/proc/self/exe");
}

std::optional<FileIdentity> program_at(const std::filesystem::path& file) {
  if (access(file.c_str(), X_OK) != 0) return std::nullopt;
  return identity_of(file.c_str());
}

}  // namespace deskready
