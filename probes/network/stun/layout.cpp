#include "probes/network/stun/layout.h"

namespace deskready::network::stun {
namespace {

std::size_t padded(std::size_t size) {
  return (size + 3) & ~std::size_t{3};
}

bool is_stun(View datagram) {
  if (datagram.size() < header_size || (datagram[0] & 0xC0) != 0) return false;
  const std::size_t length = number_in(datagram, 2);
  const std::uint32_t cookie =
      static_cast<std::uint32_t>(number_in(datagram, 4)) << 16 | number_in(datagram, 6);
  return cookie == magic_cookie && length % 4 == 0 && length + header_size == datagram.size();
}

}  // namespace

std::uint16_t number_in(View bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

void put_number(Bytes& bytes, unsigned value) {
  bytes.push_back(static_cast<unsigned char>(value >> 8));
  bytes.push_back(static_cast<unsigned char>(value));
}

void set_length(Bytes& message, std::size_t length) {
  message[2] = static_cast<unsigned char>(length >> 8);
  message[3] = static_cast<unsigned char>(length);
}

void append(Bytes& message, Type type, View value) {
  put_number(message, static_cast<unsigned>(type));
  put_number(message, static_cast<unsigned>(value.size()));
  message.insert(message.end(), value.begin(), value.end());
  message.resize(padded(message.size()));
  set_length(message, message.size() - header_size);
}

std::optional<std::vector<AttributeSpan>> attributes_in(View datagram) {
  if (!is_stun(datagram)) return std::nullopt;
  std::vector<AttributeSpan> spans;
  for (std::size_t at = header_size; at < datagram.size();) {
    if (datagram.size() - at < attribute_header) return std::nullopt;
    const AttributeSpan span{static_cast<Type>(number_in(datagram, at)), at, number_in(datagram, at + 2)};
    if (padded(span.size) > datagram.size() - at - attribute_header) return std::nullopt;
    at += attribute_header + padded(span.size);
    spans.push_back(span);
  }
  return spans;
}

View value_in(View datagram, const AttributeSpan& span) {
  return datagram.subspan(span.at + attribute_header, span.size);
}

}  // namespace deskready::network::stun
