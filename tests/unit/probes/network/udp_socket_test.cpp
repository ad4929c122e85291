// A datagram socket whose other end sends without an end.
#include "probes/network/sockets/udp_socket.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "tests/unit/probes/network/own_port.h"

namespace deskready::network {
namespace {

TEST(UdpSocket, WhoTakesAllThatWaitComesBackHoweverFastTheyCome) {
  const int other = socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in own = bound_to_own_port(other);
  const UdpSocket ours("127.0.0.1", ntohs(own.sin_port));
  socklen_t size = sizeof own;
  getsockname(ours.fd(), reinterpret_cast<sockaddr*>(&own), &size);
  const auto flood = [&] { EXPECT_EQ(sendto(other, "x", 1, 0, reinterpret_cast<sockaddr*>(&own), size), 1); };
  std::array<unsigned char, 8> buffer;
  EXPECT_FALSE(ours.receive(buffer));
  for (int round = 0; round < 2; ++round) {
    int taken = 0;
    for (flood(); ours.receive(buffer); flood()) {
      ASSERT_LT(taken, UdpSocket::most_at_once);
      ++taken;
    }
    EXPECT_EQ(taken + round, UdpSocket::most_at_once) << "one was left waiting";
    EXPECT_TRUE(ours.receive(buffer)) << "what waits is not lost";
  }
  close(other);
}

}  // namespace
}  // namespace deskready::network
