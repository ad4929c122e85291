#include "agent/machine/own_program.h"

#include <sys/resource.h>
#include <unistd.h>

namespace deskready {

namespace {
constexpr const char* link_to_self = "/proc/self/exe";
}

std::filesystem::path own_program(std::error_code& error) {
  return std::filesystem::read_symlink(link_to_self, error);
}

std::filesystem::path program_to_start_again() {
  std::error_code error;
  const auto self = own_program(error);
  return error ? std::filesystem::path(link_to_self) : self;
}

std::int64_t own_process() {
  return getpid();
}

std::uint64_t take_open_files() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 0;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  getrlimit(RLIMIT_NOFILE, &files);
  return files.rlim_cur;
}

}  // namespace deskready
