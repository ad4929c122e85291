// Numeric addresses as the system's calls take them, and back as text.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace deskready::network {

/// An address and a port as connect() takes them.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  int family() const { return storage.ss_family; }
  bool v6() const { return family() == AF_INET6; }
};

/// `address` is numeric, without brackets and zone; `device` is the zone of a link-local one. Nothing where
/// it is no address.
std::optional<SocketAddress> socket_address(const std::string& address, std::uint16_t port,
                                            const std::string& device = {});

/// The address alone, in network order: 4 octets or 16. A part of `address`.
std::span<const unsigned char> octets_of(const SocketAddress& address);

/// Without brackets and zone; empty for what is no IP address.
std::string numeric(const sockaddr& address);

/// The same of 4 octets or 16, in network order; empty for any other number.
std::string numeric(std::span<const unsigned char> octets);

}  // namespace deskready::network
