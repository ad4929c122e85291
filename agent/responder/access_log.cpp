#include "agent/responder/access_log.h"

#include <fmt/format.h>

#include "agent/machine/log_file.h"

namespace deskready {

AccessLog::~AccessLog() {
  if (out_ != nullptr && out_ != stdout) std::fclose(out_);
}

std::string AccessLog::open(const std::string& file, bool whole_addresses) {
  std::FILE* out = nullptr;
  if (file == "-") {
    out = stdout;
  } else if (!file.empty()) {
    const auto opened = open_log_file(file);
    if (!opened) {
      return fmt::format("the access log {} cannot be written: {}; name another file with --access-log", file,
                         opened.error());
    }
    out = *opened;
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
