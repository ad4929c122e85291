// The system's word on whether the line is metered.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

namespace deskready {

/// Follows the system's word by its events. Where the system says nothing, nothing is held to be metered.
/// Lives on the io_context's one thread.
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
