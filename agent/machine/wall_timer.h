// A timer on the wall clock that also tells when that clock was set.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "probes/fact.h"

namespace deskready {

/// Fires at a wall time, after a sleep that outlasted it at once, and whenever the clock was set or the
/// computer woke. So nobody has to look at the clock in between. Lives on the io_context's one thread.
class WallTimer {
 public:
  /// `fired` is called on the loop; it arms the timer again.
  WallTimer(boost::asio::io_context& loop, std::function<void()> fired);
  WallTimer(const WallTimer&) = delete;
  WallTimer& operator=(const WallTimer&) = delete;
  ~WallTimer();
  /// Once, before the first arm(). The error says why the system gives no timer.
  tl::expected<void, std::string> open();
  void arm(WallTime when);
  void cancel();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deskready
