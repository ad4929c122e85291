// STAMP test packets: RFC 8762 unauthenticated mode with RFC 8972 extensions. Same size both ways.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace deskready::network {

/// Keyed proof that a packet belongs to a session; see packet_token.h.
using PacketToken = std::array<unsigned char, 16>;

/// The highest version of packets and session answer that this program speaks; it also speaks all before.
inline constexpr int wire_protocol = 2;

/// 128 random bits.
using SessionId = std::array<unsigned char, 16>;

/// What a packet of wire protocol 2 says beside its token, in the same TLV. Protocol 1 has the token alone
/// and knows the session by address and SSID.
struct SessionTag {
  SessionId session{};
  std::uint32_t expires = 0;  ///< seconds of Unix time, as granted (modulo 2^32)
  std::uint32_t stream = 0;   ///< the sender's choice, one for each stream; 0 asks for the echo and no more
  std::uint64_t echo = 0;     ///< from the reflector, bound to the address that it answered; 0: none yet
};

/// 32.32 fixed point seconds since 1900 (RFC 5905).
using NtpTime = std::uint64_t;

/// From and to nanoseconds of CLOCK_REALTIME; exact to 0.24 ns. The era (RFC 5905 section 6) is the one that
/// lies between 1968 and 2104, as in RFC 4330 section 3.
NtpTime ntp_from_unix_ns(std::int64_t ns);
std::int64_t unix_ns_from_ntp(NtpTime time);

/// Error estimate (RFC 8762 section 4.2.1, after RFC 4656 section 4.1.2): not synchronised, NTP format,
/// 1 * 2^(12-32) s, about a microsecond.
inline constexpr std::uint16_t own_error_estimate = 12 << 8 | 1;

struct SenderPacket {
  std::uint32_t sequence = 0;
  NtpTime sent = 0;  ///< T1
  std::uint16_t ssid = 0;
  PacketToken token{};
  std::uint16_t error_estimate = own_error_estimate;
  std::optional<SessionTag> tag{};
};

struct ReflectedPacket {
  std::uint32_t sequence = 0;  ///< the reflector's own count: gaps are losses on the way back
  NtpTime reflected = 0;       ///< T3
  std::uint16_t ssid = 0;
  NtpTime received = 0;               ///< T2
  std::uint32_t sender_sequence = 0;  ///< as sent
  NtpTime sent = 0;                   ///< T1, as sent
  PacketToken token{};
  std::uint16_t sender_error_estimate = own_error_estimate;  ///< as sent
  std::uint8_t sender_ttl = 0;  ///< TTL or hop limit with which the sender's packet arrived
  std::optional<SessionTag> tag{};
};

/// 44 octets and the token's TLV.
inline constexpr std::size_t smallest_packet = 64;
/// And with a session's tag.
inline constexpr std::size_t smallest_tagged_packet = 96;

/// Fills the whole of `packet`, whose size is at least 4 more than the smallest, or exactly that; what is
/// left over becomes an Extra Padding TLV.
void encode(const SenderPacket& content, std::span<unsigned char> packet);
void encode(const ReflectedPacket& content, std::span<unsigned char> packet);

/// Nothing when the packet is too short or has no token.
std::optional<SenderPacket> decode_sender(std::span<const unsigned char> packet);
std::optional<ReflectedPacket> decode_reflected(std::span<const unsigned char> packet);

}  // namespace deskready::network
