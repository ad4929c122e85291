#include "probes/network/wire/stamp.h"

#include <algorithm>

namespace deskready::network {
namespace {

constexpr std::size_t base = 44;
constexpr std::uint64_t unix_to_ntp = 2'208'988'800;  ///< seconds from 1900 to 1970
constexpr unsigned char token_type = 252;             ///< private use, RFC 8972 section 5.1
constexpr unsigned char padding_type = 1;
constexpr std::size_t tlv_head = 4;
constexpr std::size_t tag_at = base + tlv_head;
constexpr unsigned char unrecognized = 0x80;  ///< senders set it, a reflector that knows the type clears it

void put(std::span<unsigned char> packet, std::size_t at, std::uint64_t value, std::size_t octets) {
  for (std::size_t i = 0; i < octets; ++i) {
    packet[at + i] = static_cast<unsigned char>(value >> (8 * (octets - 1 - i)));
  }
}

std::uint64_t get(std::span<const unsigned char> packet, std::size_t at, std::size_t octets) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < octets; ++i) value = value << 8 | packet[at + i];
  return value;
}

void put_tag(std::span<unsigned char> packet, const SessionTag& tag) {
  std::copy(tag.session.begin(), tag.session.end(), packet.begin() + tag_at);
  put(packet, tag_at + 16, tag.expires, 4);
  put(packet, tag_at + 20, tag.stream, 4);
  put(packet, tag_at + 24, tag.echo, 8);
}

void put_extensions(std::span<unsigned char> packet, const PacketToken& token,
                    const std::optional<SessionTag>& tag, unsigned char flags) {
  const std::size_t end = tag ? smallest_tagged_packet : smallest_packet;
  put(packet, base, flags, 1);
  put(packet, base + 1, token_type, 1);
  put(packet, base + 2, end - tag_at, 2);
  if (tag) put_tag(packet, *tag);
  std::copy(token.begin(), token.end(), packet.begin() + static_cast<std::ptrdiff_t>(end - token.size()));
  if (packet.size() < end + tlv_head) return;
  put(packet, end, flags, 1);
  put(packet, end + 1, padding_type, 1);
  put(packet, end + 2, packet.size() - end - tlv_head, 2);
}

/// Where the token's TLV ends; 0 when there is none.
std::size_t end_of_token(std::span<const unsigned char> packet) {
  if (packet.size() < smallest_packet || packet[base + 1] != token_type) return 0;
  const std::size_t end = tag_at + get(packet, base + 2, 2);
  const bool known = end == smallest_packet || end == smallest_tagged_packet;
  return known && packet.size() >= end ? end : 0;
}

PacketToken token_of(std::span<const unsigned char> packet, std::size_t end) {
  PacketToken token;
  std::copy_n(packet.begin() + static_cast<std::ptrdiff_t>(end - token.size()), token.size(), token.begin());
  return token;
}

std::optional<SessionTag> tag_of(std::span<const unsigned char> packet, std::size_t end) {
  if (end != smallest_tagged_packet) return std::nullopt;
  SessionTag tag;
  std::copy_n(packet.begin() + tag_at, tag.session.size(), tag.session.begin());
  tag.expires = static_cast<std::uint32_t>(get(packet, tag_at + 16, 4));
  tag.stream = static_cast<std::uint32_t>(get(packet, tag_at + 20, 4));
  tag.echo = get(packet, tag_at + 24, 8);
  return tag;
}

}  // namespace

NtpTime ntp_from_unix_ns(std::int64_t ns) {
  const auto seconds = static_cast<std::uint64_t>(ns / 1'000'000'000);
  const auto rest = static_cast<std::uint64_t>(ns % 1'000'000'000);
  return (seconds + unix_to_ntp) << 32 | ((rest << 32) + 500'000'000) / 1'000'000'000;
}

std::int64_t unix_ns_from_ntp(NtpTime time) {
  constexpr std::int64_t era = std::int64_t{1} << 32;
  auto seconds = static_cast<std::int64_t>(time >> 32);
  // RFC 4330, section 3: without the highest bit it is a time after 2036.
  if (seconds < era / 2) seconds += era;
  return (seconds - static_cast<std::int64_t>(unix_to_ntp)) * 1'000'000'000 +
         static_cast<std::int64_t>(((time & 0xFFFFFFFF) * 1'000'000'000 + (1ULL << 31)) >> 32);
}

void encode(const SenderPacket& content, std::span<unsigned char> packet) {
  std::fill(packet.begin(), packet.end(), static_cast<unsigned char>(0));
  put(packet, 0, content.sequence, 4);
  put(packet, 4, content.sent, 8);
  put(packet, 12, content.error_estimate, 2);
  put(packet, 14, content.ssid, 2);
  put_extensions(packet, content.token, content.tag, unrecognized);
}

void encode(const ReflectedPacket& content, std::span<unsigned char> packet) {
  std::fill(packet.begin(), packet.end(), static_cast<unsigned char>(0));
  put(packet, 0, content.sequence, 4);
  put(packet, 4, content.reflected, 8);
  put(packet, 12, own_error_estimate, 2);
  put(packet, 14, content.ssid, 2);
  put(packet, 16, content.received, 8);
  put(packet, 24, content.sender_sequence, 4);
  put(packet, 28, content.sent, 8);
  put(packet, 36, content.sender_error_estimate, 2);
  put(packet, 40, content.sender_ttl, 1);
  put_extensions(packet, content.token, content.tag, 0);
}

std::optional<SenderPacket> decode_sender(std::span<const unsigned char> packet) {
  const std::size_t end = end_of_token(packet);
  if (end == 0) return std::nullopt;
  return SenderPacket{static_cast<std::uint32_t>(get(packet, 0, 4)),  get(packet, 4, 8),
                      static_cast<std::uint16_t>(get(packet, 14, 2)), token_of(packet, end),
                      static_cast<std::uint16_t>(get(packet, 12, 2)), tag_of(packet, end)};
}

std::optional<ReflectedPacket> decode_reflected(std::span<const unsigned char> packet) {
  const std::size_t end = end_of_token(packet);
  if (end == 0) return std::nullopt;
  return ReflectedPacket{static_cast<std::uint32_t>(get(packet, 0, 4)),
                         get(packet, 4, 8),
                         static_cast<std::uint16_t>(get(packet, 14, 2)),
                         get(packet, 16, 8),
                         static_cast<std::uint32_t>(get(packet, 24, 4)),
                         get(packet, 28, 8),
                         token_of(packet, end),
                         static_cast<std::uint16_t>(get(packet, 36, 2)),
                         static_cast<std::uint8_t>(get(packet, 40, 1)),
                         tag_of(packet, end)};
}

}  // namespace deskready::network
