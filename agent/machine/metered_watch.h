// NetworkManager's word on whether the line is metered, over D-Bus.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>

namespace deskready {

/// Follows org.freedesktop.NetworkManager's `Metered` on the system bus by its signals. Without a bus or
/// without NetworkManager nothing is known and nothing is held to be metered. Lives on the io_context's one
/// thread.
class MeteredWatch {
 public:
  /// `changed` is called on the loop.
  MeteredWatch(boost::asio::io_context& loop, std::function<void()> changed);
  ~MeteredWatch();
  MeteredWatch(const MeteredWatch&) = delete;
  MeteredWatch& operator=(const MeteredWatch&) = delete;

  /// Yes, or guessed so by the kind of the line.
  bool metered() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace deskready
