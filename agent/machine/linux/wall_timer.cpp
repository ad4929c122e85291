#include "agent/machine/wall_timer.h"

#include <fmt/format.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

namespace deskready {

struct WallTimer::Impl {
  Impl(boost::asio::io_context& loop, std::function<void()> on_fire)
      : timer(loop), fired(std::move(on_fire)) {}

  void wait() {
    waiting = true;
    timer.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [this](const boost::system::error_code& error) {
                       waiting = false;
                       if (error) return;
                       std::uint64_t times = 0;
                       const auto got = read(timer.native_handle(), &times, sizeof times);
                       // Armed anew between the event and now: nothing to read, and nothing has come yet.
                       if (got < 0 && errno == EAGAIN) return wait();
                       fired();
                       if (!waiting) wait();
                     });
  }

  boost::asio::posix::stream_descriptor timer;
  const std::function<void()> fired;
  bool waiting = false;
};

WallTimer::WallTimer(boost::asio::io_context& loop, std::function<void()> fired)
    : impl_(std::make_unique<Impl>(loop, std::move(fired))) {}

WallTimer::~WallTimer() = default;

tl::expected<void, std::string> WallTimer::open() {
  const int fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (fd < 0) {
    return tl::unexpected(fmt::format("the system gives no timer, without which no check is planned: {}",
                                      std::strerror(errno)));
  }
  impl_->timer.assign(fd);
  return {};
}

void WallTimer::arm(WallTime when) {
  const auto since =
      std::max<std::chrono::microseconds>(when.time_since_epoch(), std::chrono::microseconds(1));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const itimerspec setting{{0, 0}, {seconds.count(), std::chrono::nanoseconds(since - seconds).count()}};
  timerfd_settime(impl_->timer.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &setting,
                  nullptr);
  if (!impl_->waiting) impl_->wait();
}

void WallTimer::cancel() {
  boost::system::error_code ignored;
  impl_->timer.cancel(ignored);
}

}  // namespace deskready
