// What proves a STUN message: MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256 by a key, FINGERPRINT without
// one (RFC 8489, sections 14.5 to 14.7). Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "probes/network/stun/layout.h"

namespace deskready::network::stun {

enum class Proven : std::uint8_t {
  unsaid,  ///< the message bears no such proof
  right,
  wrong,  ///< or shortened below what the RFC allows, or no message at all
};

/// Adds MESSAGE-INTEGRITY (HMAC-SHA1). Of the attributes only MESSAGE-INTEGRITY-SHA256 and FINGERPRINT may
/// follow.
void add_integrity(Bytes& message, View key);
/// Adds FINGERPRINT. Nothing may follow.
void add_fingerprint(Bytes& message);

Proven integrity(View datagram, View key);
/// Down to 16 of its 32 bytes, as whoever sends it may shorten it.
Proven integrity_sha256(View datagram, View key);
Proven fingerprint(View datagram);

/// The key of long-term credentials, section 18.5.1.1: MD5 of "user:realm:password". The texts are as
/// OpaqueString (RFC 8265) makes them: ASCII is.
Bytes long_term_key(std::string_view user, std::string_view realm, std::string_view password);

}  // namespace deskready::network::stun
