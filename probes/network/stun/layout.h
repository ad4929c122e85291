// How the bytes of a STUN message are laid out (RFC 8489, section 5): a header, then attributes. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace deskready::network::stun {

using Bytes = std::vector<unsigned char>;
using View = std::span<const unsigned char>;

inline constexpr std::size_t header_size = 20;
/// Of each attribute: its type and the size of its value.
inline constexpr std::size_t attribute_header = 4;
inline constexpr std::uint32_t magic_cookie = 0x2112A442;

/// Of the IANA registry, those that are read or written here.
enum class Type : std::uint16_t {
  mapped_address = 0x0001,
  username = 0x0006,
  message_integrity = 0x0008,
  error_code = 0x0009,
  channel_number = 0x000C,
  lifetime = 0x000D,
  xor_peer_address = 0x0012,
  realm = 0x0014,
  nonce = 0x0015,
  xor_relayed_address = 0x0016,
  requested_transport = 0x0019,
  message_integrity_sha256 = 0x001C,
  xor_mapped_address = 0x0020,
  software = 0x8022,
  alternate_server = 0x8023,
  fingerprint = 0x8028,
};

/// Where an attribute stands in a message.
struct AttributeSpan {
  Type type{};
  std::size_t at = 0;    ///< of its header, from the message's begin
  std::size_t size = 0;  ///< of its value, without padding
};

/// All attributes of a datagram in their order; nothing where header and lengths do not fit its size.
std::optional<std::vector<AttributeSpan>> attributes_in(View datagram);

/// Without padding. The span is of this datagram.
View value_in(View datagram, const AttributeSpan& span);

/// The 16 bits that begin at a byte.
std::uint16_t number_in(View bytes, std::size_t at);

/// Appends 16 bits.
void put_number(Bytes& bytes, unsigned value);

/// The message's length in its header, without the header itself, is `length` from now on.
void set_length(Bytes& message, std::size_t length);

/// Appends header, value and padding of zeros, and corrects the length. The value has at most 65,535 bytes.
void append(Bytes& message, Type type, View value);

}  // namespace deskready::network::stun
