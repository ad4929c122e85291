// Numeric addresses, and which of them are of the public internet.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace deskready {

/// 4 or 16 bytes, IPv6 without brackets and perhaps with a zone ("fe80::1%eth0"); none of what is no address.
std::vector<std::uint8_t> address_bytes(const std::string& numeric_address);

/// The IPv4 address that an IPv6 one holds (mapped, NAT64, 6to4); any other as it is. Pure.
std::vector<std::uint8_t> without_holder(std::vector<std::uint8_t> address);

/// Neither loopback, nor a private or link-local network's, nor a group's, nor an IPv6 form of one of these.
/// RFC 6890, 4291, 6598. False of no bytes. Pure.
bool is_public_address(std::span<const std::uint8_t> address);

/// Of the blocks from which programs and routers make addresses up, for names of which they take every
/// connection: 198.18.0.0/15 (RFC 2544; proxy clients in TUN mode) and 64:ff9b:1::/48 (RFC 8215). Pure.
bool is_made_up_address(std::span<const std::uint8_t> address);

/// An IPv4 address in the prefix that all networks with NAT64 may use (RFC 6052). Pure.
bool is_nat64_address(std::span<const std::uint8_t> address);

}  // namespace deskready
