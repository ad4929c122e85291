#include "agent/responder/access_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace deskready {

AccessLog::~AccessLog() {
  if (out_ != nullptr && out_ != stdout) std::fclose(out_);
}

std::string AccessLog::open(const std::string& file, bool whole_addresses) {
  std::FILE* out = nullptr;
  if (file == "-") {
    out = stdout;
  } else if (!file.empty()) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    out = fd < 0 ? nullptr : fdopen(fd, "a");
    if (out == nullptr)
      return fmt::format("the access log {} cannot be written: {}", file, std::strerror(errno));
  }
  const std::lock_guard lock(mutex_);
  if (out_ != nullptr && out_ != stdout) std::fclose(out_);
  out_ = out;
  whole_addresses_ = whole_addresses;
  return {};
}

void AccessLog::write(const network::SessionRecord& record) {
  const std::lock_guard lock(mutex_);
  if (out_ == nullptr) return;
  fmt::print(out_, "{}\n", network::access_line(record, whole_addresses_));
  std::fflush(out_);
}

}  // namespace deskready
