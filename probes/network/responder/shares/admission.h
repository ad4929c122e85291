// Who may load the far end: tokens that prove a session, without anything kept for each client. Responders
// with the same secret accept each other's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "probes/network/wire/packet_token.h"

namespace deskready::network {

using Secret = PacketKey;

struct Grant {
  std::string token;
  SessionId session{};
  PacketKey packet_key{};
  std::uint16_t ssid = 0;    ///< never 0, which stands for "none" in RFC 8972
  std::int64_t expires = 0;  ///< seconds of Unix time
};

struct Admitted {
  SessionId session{};
  std::int64_t expires = 0;
};

/// Immutable after construction; thread-safe. Times are seconds of Unix time, which all nodes share.
class Admission {
 public:
  Admission();  ///< with a fresh secret
  explicit Admission(const Secret& secret) : secret_(secret) {}

  /// A session of 128 random bits.
  Grant grant(std::int64_t now) const;

  /// For an agent whose packets carry the STAMP session id and no other (wire protocol 1): its session
  /// follows from secret, the client's numeric address, id and time.
  Grant grant_by_ssid(std::string_view address, std::int64_t now) const;

  /// Whether the token was granted and has not expired; then its session. From whatever address it comes: a
  /// carrier's pool gives one agent's connections several (RFC 6888 section 3, REQ-2, asks for one, not all
  /// do), and who took it from a connection without TLS gains no more than the session has left.
  std::optional<Admitted> admits(std::string_view token, std::int64_t now) const;

  PacketKey key_for(const SessionId& session, std::int64_t expires) const;

  /// What grant_by_ssid() gave in the period before last, the last or this one: 0, 1 or 2 periods `ago`.
  Admitted session_by_ssid(std::string_view address, std::uint16_t ssid, std::int64_t now, int ago) const;

  /// Only who receives at this address can know it; never 0.
  std::uint64_t echo_for(const SessionId& session, std::string_view address) const;

  /// So no session outlives its check by more: an agent asks for another while its check goes on.
  static constexpr std::int64_t lifetime_seconds = 120;
  /// The first agents never ask again: a check of 3 minutes and 120 s, and up to a period more.
  static constexpr std::int64_t ssid_lifetime_seconds = 300;
  static constexpr std::int64_t period_seconds = 150;

 private:
  std::string token_for(const Admitted& admitted) const;
  Grant made(const Admitted& admitted, std::uint16_t ssid) const;
  Secret secret_{};
};

}  // namespace deskready::network
