// What a packet has around its payload on the wire: Ethernet, IP and transport headers.
#pragma once

#include <cstddef>
#include <string_view>

namespace deskready::network {

/// Whether a numeric address is of IPv6.
inline bool is_ipv6(std::string_view address) {
  return address.find(':') != std::string_view::npos;
}

/// "IPv4" or "IPv6", as details of facts name it.
inline const char* family_of(std::string_view address) {
  return is_ipv6(address) ? "IPv6" : "IPv4";
}

/// Bytes of the Ethernet and IP headers (RFC 791, RFC 8200; no options).
constexpr std::size_t ip_overhead(bool ipv6) {
  return 14 + (ipv6 ? 40 : 20);
}

/// Bytes around a datagram (RFC 768).
constexpr std::size_t udp_overhead(bool ipv6) {
  return ip_overhead(ipv6) + 8;
}

/// Of the IP packet that holds a datagram of so many bytes.
constexpr double ip_bits_of_datagram(std::size_t bytes, bool ipv6) {
  return 8.0 * static_cast<double>(bytes + udp_overhead(ipv6) - 14);
}

/// Bytes around a segment of TCP with timestamps (RFC 9293, RFC 7323).
constexpr std::size_t tcp_overhead(bool ipv6) {
  return ip_overhead(ipv6) + 32;
}

/// Bytes on the wire for each byte of payload in full segments, of IP packets of 1500 bytes.
constexpr double tcp_wire_share(bool ipv6) {
  constexpr double whole = 14 + 1500;
  return whole / (whole - static_cast<double>(tcp_overhead(ipv6)));
}

/// Bytes, both ways, of a TCP connection that is made and closed again: seven packets without payload.
constexpr std::size_t empty_connection(bool ipv6) {
  return 7 * tcp_overhead(ipv6);
}

}  // namespace deskready::network
