#include "agent/machine/linux/bus_on_loop.h"

#include <poll.h>

#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>
#include <utility>

namespace deskready {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;

/// So many messages in a row: whoever sends without an end must not keep the loop from its other work.
constexpr int most_at_once = 64;

}  // namespace

BusOnLoop::BusOnLoop(asio::io_context& loop, std::function<void()> ended)
    : loop_(loop), ended_(std::move(ended)), descriptor_(loop) {}

BusOnLoop::~BusOnLoop() {
  close();
}

void BusOnLoop::take(sd_bus* opened) {
  close();
  bus_.reset(opened);
  const int fd = sd_bus_get_fd(opened);
  Error error;
  if (fd >= 0) descriptor_.assign(fd, error);
  if (fd < 0 || error) close();
}

void BusOnLoop::close() {
  if (descriptor_.is_open()) descriptor_.release();
  bus_.reset();
  reads_ = writes_ = false;
  ++connections_;
}

void BusOnLoop::serve() {
  if (!bus_) return;
  int more = 1, left = most_at_once;
  while (more > 0 && left-- > 0) more = sd_bus_process(bus_.get(), nullptr);
  const int events = more < 0 ? more : sd_bus_get_events(bus_.get());
  if (events < 0) {
    close();
    return ended_();
  }
  if (more > 0) {
    asio::post(loop_, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->serve();
    });
  }
  if ((events & POLLOUT) != 0) wait_for(asio::posix::stream_descriptor::wait_write);
  wait_for(asio::posix::stream_descriptor::wait_read);
}

void BusOnLoop::wait_for(asio::posix::stream_descriptor::wait_type what) {
  bool& waiting = what == asio::posix::stream_descriptor::wait_read ? reads_ : writes_;
  if (std::exchange(waiting, true)) return;
  descriptor_.async_wait(what, [weak = weak_from_this(), what, connection = connections_](Error error) {
    const auto self = weak.lock();
    if (!self || self->connections_ != connection) return;
    (what == asio::posix::stream_descriptor::wait_read ? self->reads_ : self->writes_) = false;
    if (!error) self->serve();
  });
}

}  // namespace deskready
