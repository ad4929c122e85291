#include "agent/machine/wall_timer.h"

#include <fmt/format.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace deskready {

tl::expected<void, std::string> WallTimer::open() {
  const int fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (fd < 0) {
    return tl::unexpected(fmt::format("the system gives no timer, without which no check is planned: {}",
                                      std::strerror(errno)));
  }
  timer_.assign(fd);
  return {};
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
