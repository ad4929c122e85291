// The far end's log of checks: one line of JSON each.
#pragma once

#include <cstdio>
#include <mutex>
#include <string>

#include "probes/network/responder/shares/session_record.h"

namespace deskready {

/// Thread-safe.
class AccessLog {
 public:
  ~AccessLog();
  /// Opens the file anew, for a log that was rotated. "-" is standard output, an empty name no log. The error
  /// is why it cannot be written, for a person; empty when it can.
  std::string open(const std::string& file, bool whole_addresses);
  void write(const network::SessionRecord& record);

 private:
  std::mutex mutex_;
  std::FILE* out_ = nullptr;
  bool whole_addresses_ = false;
};

}  // namespace deskready
