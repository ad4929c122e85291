// A port of this computer's own, for tests that play the other end.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace deskready::network {

/// Binds the socket to 127.0.0.1 and a port that nobody else has; gives both.
inline sockaddr_in bound_to_own_port(int fd) {
  sockaddr_in own{};
  own.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof own;
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&own), size), 0);
  EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size), 0);
  return own;
}

}  // namespace deskready::network
