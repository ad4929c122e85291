// The addresses that a name has, and of what kind one is.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace deskready::network {

/// Whether the address is one of the public internet's: neither loopback, nor a private or link-local
/// network's, nor a group's, nor an IPv6 form (mapped, NAT64, 6to4) of one of these. RFC 6890, 4291, 6598.
/// False for what is no address.
bool is_public(const std::string& numeric_address);

/// Whether it is of the blocks from which programs and routers make addresses up, for names of which they
/// take every connection: 198.18.0.0/15 (RFC 2544; proxy clients in TUN mode) and 64:ff9b:1::/48 (RFC 8215).
bool is_made_up(const std::string& numeric_address);

/// Whether it is an IPv4 address in the prefix that all networks with NAT64 may use (RFC 6052).
bool is_nat64(const std::string& numeric_address);

/// Whether the text is an address, IPv6 without brackets.
bool is_numeric(const std::string& text);

/// All addresses of a name, numeric, in the order in which they are to be tried; none where it cannot be
/// found. Blocks for as long as the name servers take.
std::vector<std::string> addresses_of(const std::string& name);

/// Whether the address is loopback or one of this computer's own, of whatever interface, or an IPv6 form
/// (mapped, NAT64, 6to4) of one: then no line lies between. True, too, where the system does not tell its
/// addresses: a spec must not make this computer speak to itself. False of a text that is none.
bool is_own(const std::string& numeric_address);

/// All addresses of this computer's interfaces, numeric; an interface without one may be there as an empty
/// text. Nothing where the system does not tell.
std::optional<std::vector<std::string>> own_addresses();

}  // namespace deskready::network
