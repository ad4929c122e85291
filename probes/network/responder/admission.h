// Who may load the far end: tokens bound to the client's address, proved without keeping anything for each
// client.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "probes/network/wire/packet_token.h"

namespace deskready::network {

struct Grant {
  std::string token;
  PacketKey packet_key{};
  std::uint16_t ssid = 0;
};

/// Immutable after construction; thread-safe.
class Admission {
 public:
  Admission();  ///< with a fresh secret

  /// `address` is the client's numeric address; `now_seconds` any clock that only moves forward.
  Grant grant(std::string_view address, std::uint16_t ssid, std::int64_t now_seconds) const;

  /// Whether the token was granted to this address and has not expired; then its session id through `ssid`.
  bool admits(std::string_view token, std::string_view address, std::int64_t now_seconds,
              std::uint16_t& ssid) const;

  PacketKey key_for(std::string_view address, std::uint16_t ssid) const {
    return packet_key(secret_, address, ssid);
  }

  static constexpr std::int64_t lifetime_seconds = 300;

 private:
  std::string token_for(std::string_view address, std::uint16_t ssid, std::int64_t expires) const;
  std::string proof(std::string_view address, std::uint16_t ssid, std::int64_t expires) const;
  PacketKey secret_{};
};

}  // namespace deskready::network
