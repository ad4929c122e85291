// Tells readiness to the programs of this person's session, wherever they listen.
#pragma once

#include <spdlog/logger.h>

#include <boost/asio/io_context.hpp>
#include <memory>

#include "agent/daemon/readiness/readiness.h"

namespace deskready {

/// Whoever listens can read and be told of changes, and nothing else. Never waits for the session: where it
/// has no place for such signals, or that place goes, the next tell() looks again. Lives on the io_context's
/// one thread.
class SessionSignal {
 public:
  /// The log gets a line at level debug when the place is found, lost or not there.
  SessionSignal(boost::asio::io_context& loop, std::shared_ptr<spdlog::logger> log);
  ~SessionSignal();
  SessionSignal(const SessionSignal&) = delete;
  SessionSignal& operator=(const SessionSignal&) = delete;

  /// To be called at each change, and from time to time.
  void tell(const Readiness& readiness);
  /// Withdraws from the session.
  void end();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deskready
