// The far end's log of checks: one line of JSON each.
#pragma once

#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <tl/expected.hpp>
#include <vector>

#include "probes/network/responder/shares/session_record.h"

namespace deskready {

/// Thread-safe. Who tells it of a session does not wait for the disk: a thread of its own writes.
class AccessLog {
 public:
  /// Where lines go; none without one.
  struct Output {
    struct Close {
      void operator()(std::FILE* file) const;
    };
    std::unique_ptr<std::FILE, Close> file;
    bool journal = false;  ///< standard output is the journal: entries have fields
  };

  AccessLog();
  ~AccessLog();  ///< when all that waits is written
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  /// "-" is standard output, an empty name no log. The error is why it cannot be written, for a person.
  static tl::expected<Output, std::string> open(const std::string& file);

  /// From here on; also the same file opened anew, for a log that was rotated.
  void use(Output output, bool whole_addresses);

  /// Of those that wait to be written 10,000 are kept; that others were lost is said.
  void write(const network::SessionRecord& record);

 private:
  void run(const std::stop_token& stop);
  /// How many of them could not be written.
  std::size_t put(const std::vector<network::SessionRecord>& records);

  std::mutex output_mutex_;
  Output output_;                 ///< under output_mutex_
  bool whole_addresses_ = false;  ///< under output_mutex_

  std::mutex mutex_;
  std::condition_variable_any more_;
  std::vector<network::SessionRecord> waiting_;  ///< under mutex_
  std::size_t lost_ = 0;                         ///< under mutex_
  std::jthread writer_;
};

}  // namespace deskready
