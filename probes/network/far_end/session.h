// What a far end grants a check.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probes/network/far_end/public_service.h"
#include "probes/network/lookup/eyeballs.h"
#include "probes/network/wire/stamp.h"

namespace deskready::network {

/// A session as the responder granted it, or as a public speed test allows. Immutable.
struct Session {
  std::string address;     ///< numeric, as connected; IPv6 without brackets
  std::uint16_t port = 0;  ///< TCP and UDP
  bool tls = false;
  std::string host;   ///< for the Host header and the certificate
  std::string token;  ///< opaque; goes into each request and, as key, into each packet
  std::array<unsigned char, 32> packet_key{};  ///< proves each STAMP packet, see packet_token.h
  std::uint16_t ssid = 0;                      ///< STAMP session id, RFC 8972
  /// Where the far end speaks wire protocol 2: what each packet says of the session, without stream and echo.
  std::optional<SessionTag> tag;
  std::vector<UnusedAddress> unused;  ///< other addresses of the name that were tried
  std::string udp_address;            ///< numeric; where packets go
  std::uint16_t udp_port = 0;
  std::uint64_t max_rate = 0;    ///< bit/s that the responder will serve this session
  std::int64_t ends_ns = 0;      ///< of monotonic_ns(); 0: it ends no sooner than the check
  bool on_this_machine = false;  ///< the address is one of this computer's own
  /// Where the far end is no responder: then it has no token, key, session id or highest rate.
  std::optional<PublicService> public_service;
};

}  // namespace deskready::network
