// A D-Bus connection that an io_context serves. For Linux alone.
#pragma once

#include <systemd/sd-bus.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>

namespace deskready {

struct UnrefMessage {
  void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
};
using BusMessage = std::unique_ptr<sd_bus_message, UnrefMessage>;

/// Nothing here waits. Lives on the io_context's one thread, owned by a shared pointer.
class BusOnLoop : public std::enable_shared_from_this<BusOnLoop> {
 public:
  /// `ended` is called on the loop, or from serve(), when the connection has broken; it is closed then.
  BusOnLoop(boost::asio::io_context& loop, std::function<void()> ended);
  BusOnLoop(const BusOnLoop&) = delete;
  BusOnLoop& operator=(const BusOnLoop&) = delete;
  ~BusOnLoop();

  /// Takes over a connection that was opened, in place of the one before; serve() begins.
  void take(sd_bus* opened);
  /// Null while there is none.
  sd_bus* bus() const { return bus_.get(); }
  /// To be called once something was put into the connection. Not from a callback of it.
  void serve();
  void close();

 private:
  void wait_for(boost::asio::posix::stream_descriptor::wait_type what);

  struct CloseBus {
    void operator()(sd_bus* bus) const { sd_bus_close_unref(bus); }
  };
  boost::asio::io_context& loop_;
  const std::function<void()> ended_;
  boost::asio::posix::stream_descriptor descriptor_;
  std::unique_ptr<sd_bus, CloseBus> bus_;
  bool reads_ = false, writes_ = false;  ///< this connection is waited for
  unsigned connections_ = 0;             ///< by which what was waited for of an earlier one is told
};

}  // namespace deskready
