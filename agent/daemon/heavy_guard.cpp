#include "agent/daemon/heavy_guard.h"

#include <boost/asio/post.hpp>

#include "probes/machine/line_counters.h"
#include "probes/machine/power.h"

namespace deskready {
namespace {

constexpr auto line_look = std::chrono::seconds(3);
/// More than a video call needs; a check beside it would disturb and be disturbed.
constexpr std::uint64_t busy_bytes_a_second = 500'000;

}  // namespace

HeavyGuard::HeavyGuard(boost::asio::io_context& loop, std::function<void()> changed)
    : alive_(std::make_shared<bool>(true)),
      metered_(loop, changed),
      calls_([&loop, changed, alive = std::weak_ptr<bool>(alive_)](CallWatch::State) {
        boost::asio::post(loop, [changed, alive] {
          if (!alive.expired()) changed();
        });
      }),
      line_timer_(loop) {}

std::optional<Hold> HeavyGuard::why_not(bool on_battery, WallTime now) {
  calls_.poke();
  std::optional<Hold> hold;
  if (calls_.state() == CallWatch::State::in_call) {
    hold = Hold{Reason::in_call, now};
  } else if (metered_.metered()) {
    hold = Hold{Reason::metered, now};
  } else if (!on_battery && runs_on_battery("/")) {
    hold = Hold{Reason::on_battery, now};
  } else if (line_busy_since_ && knows_the_line(now)) {
    return last_ = Hold{Reason::other_traffic, *line_busy_since_};
  }
  if (hold && last_ && last_->reason == hold->reason) hold->since = last_->since;
  return last_ = hold;
}

void HeavyGuard::look_at_the_line(std::function<void()> done) {
  if (std::exchange(counting_, true)) return;
  line_timer_.expires_after(line_look);
  line_timer_.async_wait(
      [this, done = std::move(done), before = line_bytes("/")](const boost::system::error_code& error) {
        if (error) return;
        counting_ = false;
        line_seen_ = SystemClock().now();
        const std::uint64_t after = line_bytes("/");
        const bool busy = after > before && after - before > busy_bytes_a_second * line_look.count();
        if (!busy) line_busy_since_.reset();
        if (busy && !line_busy_since_) line_busy_since_ = line_seen_;
        done();
      });
}

}  // namespace deskready
