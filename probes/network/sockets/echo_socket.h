// One way or another to ask a neighbouring machine for a sign of life and time it: ICMP echo, or TCP's
// handshake where ICMP is not allowed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "probes/fact.h"

namespace deskready::network {

struct EchoAnswer {
  std::uint32_t number = 0;
  double at = 0;  ///< seconds of monotonic_ns(); by the kernel's receive stamp where there is one
};

/// Not thread-safe.
class EchoSocket {
 public:
  virtual ~EchoSocket() = default;
  virtual How how() const = 0;
  /// On the wire, of each question and of each answer; of TCP, on the average of an accepted connection
  /// (with its end, more than a refused one needs).
  virtual std::uint64_t bytes() const = 0;
  /// False when this computer itself could not send it.
  virtual bool send(std::uint32_t number) = 0;
  /// Takes one answer without waiting.
  virtual std::optional<EchoAnswer> take() = 0;
  /// Waits until an answer may be there, at most so many seconds; at once when not positive.
  virtual void wait(double seconds) = 0;

  /// `address` is numeric; `device` is the scope of a link-local one. The error is no_permission or failed.
  static tl::expected<std::unique_ptr<EchoSocket>, Unmeasured> open(const std::string& address,
                                                                    const std::string& device);
};

}  // namespace deskready::network
