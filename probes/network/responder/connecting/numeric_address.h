// How an address is written where who may take what depends on it.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>

namespace deskready::network {

/// Without a zone; an IPv4 address in IPv6 clothes (RFC 4291 section 2.5.5.2) is IPv4.
std::string numeric_address(const boost::asio::ip::address& address);

}  // namespace deskready::network
