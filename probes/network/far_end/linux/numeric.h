// Addresses of sockets as text.
#pragma once

#include <sys/socket.h>

#include <string>

namespace deskready::network {

/// Without brackets; empty for what is no IP address.
std::string numeric(const sockaddr& address);

}  // namespace deskready::network
