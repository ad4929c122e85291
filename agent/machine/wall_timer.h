// A timer on the wall clock that also tells when that clock was set.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "probes/fact.h"

namespace deskready {

/// Fires at a wall time, after a sleep that outlasted it at once, and whenever the clock was set or the
/// computer woke. So nobody has to look at the clock in between. Lives on the io_context's one thread.
class WallTimer {
 public:
  /// `fired` is called on the loop; it arms the timer again.
  WallTimer(boost::asio::io_context& loop, std::function<void()> fired)
      : timer_(loop), fired_(std::move(fired)) {}
  /// Once, before the first arm(). The error says why the system gives no timer.
  tl::expected<void, std::string> open();
  void arm(WallTime when);
  void cancel();

 private:
  void wait();

  boost::asio::posix::stream_descriptor timer_;
  std::function<void()> fired_;
  WallTime armed_{};
  bool waiting_ = false;
};

}  // namespace deskready
