// What a TURN server sends over TCP or TLS, cut into messages again: STUN's, and channel data with its
// padding (RFC 8656, section 12.5). Pure.
#pragma once

#include <optional>
#include <span>

#include "probes/network/stun/layout.h"

namespace deskready::network::turn {

class Frames {
 public:
  /// No message that is awaited is longer. One that says to be is none, and nothing behind it can be read.
  static constexpr std::size_t most_bytes = 4096;

  void take(stun::View piece);
  /// The next whole message; of channel data without its padding. Nothing where the rest is still to come, or
  /// never can.
  std::optional<stun::Bytes> next();
  /// What came is no row of messages.
  bool broken() const { return broken_; }

 private:
  stun::Bytes waiting_;
  bool broken_ = false;
};

}  // namespace deskready::network::turn
