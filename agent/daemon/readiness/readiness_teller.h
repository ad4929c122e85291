// Tells other programs of this person whether it is ready: by a file and in the session.
#pragma once

#include <spdlog/logger.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "agent/daemon/keeping/report_keeper.h"
#include "agent/daemon/readiness/ready_file.h"
#include "agent/daemon/readiness/session_signal.h"

namespace deskready {

/// Lives on the io_context's one thread; the file is written in turn with what else the keeper writes.
class ReadinessTeller {
 public:
  /// `file`: where it is told, readable by its owner alone.
  ReadinessTeller(boost::asio::io_context& loop, ReportKeeper& keeper, std::filesystem::path file,
                  std::shared_ptr<spdlog::logger> log);

  /// At each change, and again by next(): what was told ends by itself.
  void tell(const Readiness& readiness, WallTime now);
  WallTime next() const { return ready_file_.next(); }
  /// After all that was to be written before.
  void withdraw();

 private:
  ReportKeeper& keeper_;
  const std::filesystem::path file_;
  const std::shared_ptr<spdlog::logger> log_;
  SessionSignal session_;
  ReadyFile ready_file_;
  std::string trouble_;
};

}  // namespace deskready
