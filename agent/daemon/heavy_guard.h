// Why the heavy parts of a check (load on the line, sound) may not run now.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "agent/daemon/standing/check_order.h"
#include "agent/machine/call_watch.h"
#include "agent/machine/metered_watch.h"

namespace deskready {

/// Watches for calls and metered lines by events, and looks at the power supply when asked. Lives on the
/// io_context's one thread.
class HeavyGuard {
 public:
  /// `changed` is called on the loop when a call or a metered line begins or ends.
  HeavyGuard(boost::asio::io_context& loop, std::function<void()> changed);

  /// `on_battery`: the owner allows heavy parts on battery. `since` is when this reason was first given
  /// without a pause.
  std::optional<Hold> why_not(bool on_battery, WallTime now);

  /// Whether it was looked within the last seconds how much the line carries.
  bool knows_the_line(WallTime now) const {
    return now >= line_seen_ && now - line_seen_ < std::chrono::seconds(10);
  }
  /// Counts what the line carries for three seconds, then calls `done` on the loop. Nothing while it counts
  /// already.
  void look_at_the_line(std::function<void()> done);

  /// Whether calls can be noticed at all.
  bool sees_calls() const { return calls_.state() != CallWatch::State::unknown; }

 private:
  std::shared_ptr<bool> alive_;  ///< for what the call watch's thread has posted
  MeteredWatch metered_;
  CallWatch calls_;
  std::optional<Hold> last_;
  boost::asio::steady_timer line_timer_;
  bool counting_ = false;
  WallTime line_seen_{};
  std::optional<WallTime> line_busy_since_;
};

}  // namespace deskready
