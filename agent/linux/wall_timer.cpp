#include "agent/linux/wall_timer.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace deskready {

WallTimer::WallTimer(boost::asio::io_context& loop, std::function<void()> fired)
    : timer_(loop), fired_(std::move(fired)) {
  const int fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "timerfd_create");
  timer_.assign(fd);
}

void WallTimer::arm(WallTime when) {
  armed_ = when;
  const auto since =
      std::max<std::chrono::microseconds>(when.time_since_epoch(), std::chrono::microseconds(1));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const itimerspec setting{{0, 0}, {seconds.count(), std::chrono::nanoseconds(since - seconds).count()}};
  timerfd_settime(timer_.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &setting, nullptr);
  if (!waiting_) wait();
}

void WallTimer::cancel() {
  boost::system::error_code ignored;
  timer_.cancel(ignored);
}

void WallTimer::wait() {
  waiting_ = true;
  timer_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                    [this](const boost::system::error_code& error) {
                      waiting_ = false;
                      if (error) return;
                      std::uint64_t times = 0;
                      const auto got = read(timer_.native_handle(), &times, sizeof times);
                      // Armed anew between the event and now: nothing to read, and nothing has come yet.
                      if (got < 0 && errno == EAGAIN) return wait();
                      fired_();
                      if (!waiting_) wait();
                    });
}

}  // namespace deskready
