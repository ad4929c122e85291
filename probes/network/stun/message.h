// A STUN message (RFC 8489, section 5): what it is, and its bytes, both ways. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "probes/network/stun/layout.h"

namespace deskready::network::stun {

/// Chosen at random by whoever asks; an answer brings it back.
using TransactionId = std::array<unsigned char, 12>;

enum class Class : std::uint8_t { request, indication, success, error };

/// Of STUN, and of TURN (RFC 8656, section 17).
enum class Method : std::uint16_t {
  binding = 0x001,
  allocate = 0x003,
  refresh = 0x004,
  create_permission = 0x008,
  channel_bind = 0x009,
};

struct Attribute {
  Type type{};  ///< may be one that has no name here
  Bytes value;  ///< without padding
};

struct Message {
  Class kind = Class::request;
  Method method = Method::binding;  ///< may be one that has no name here; 12 bits
  TransactionId id{};
  std::vector<Attribute> attributes;

  /// The first of that type, as RFC 8489, section 14, wants; null without one. Points into the message.
  const Attribute* find(Type type) const;
};

/// The bytes without any proof; padding is zeros. Values have at most 65,535 bytes and all of them together
/// fit a datagram.
Bytes encode(const Message& message);

/// Reads one whole datagram. Nothing where it is no STUN message from its first byte to its last, or bears a
/// FINGERPRINT that is wrong or not the last attribute. What stands behind a MESSAGE-INTEGRITY and is no
/// proof is left out: it is not proven. Who the message is from is told by the proofs, see proof.h.
std::optional<Message> decode(View datagram);

}  // namespace deskready::network::stun
