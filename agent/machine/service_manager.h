// Who started the service and watches over it, as the service tells it how it is.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <string>

namespace deskready {

/// All of it is nothing where nobody listens. Lives on the io_context's one thread.
class ServiceManager {
 public:
  explicit ServiceManager(boost::asio::io_context& loop) : watchdog_(loop) {}

  /// Ready for the first time: begins to feed the watchdog, from the loop, so that a stuck loop is noticed.
  void started();
  void reloading() const;
  void reloaded() const;
  void stopping() const;
  /// One line for people, as the manager shows it.
  void say(const std::string& status) const;

 private:
  void feed(std::chrono::microseconds every);

  boost::asio::steady_timer watchdog_;
};

}  // namespace deskready
