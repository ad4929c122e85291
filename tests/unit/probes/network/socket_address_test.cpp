// Addresses as the system's calls take them, held against what the standards lay down for their octets.
#include "probes/network/sockets/linux/socket_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <vector>

namespace deskready::network {
namespace {

using testing::ElementsAre;

TEST(SocketAddress, HasItsOctetsAndItsPortInNetworkOrder) {
  const auto v4 = socket_address("192.0.2.1", 0x1234);
  ASSERT_TRUE(v4);
  EXPECT_THAT(octets_of(*v4), ElementsAre(192, 0, 2, 1));
  EXPECT_FALSE(v4->v6());
  EXPECT_EQ(v4->size, sizeof(sockaddr_in));
  const auto v6 = socket_address("2001:db8::ff00:42:8329", 0x1234);
  ASSERT_TRUE(v6);
  EXPECT_THAT(octets_of(*v6),
              ElementsAre(0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0, 0x42, 0x83, 0x29));
  EXPECT_TRUE(v6->v6());
  EXPECT_EQ(v6->size, sizeof(sockaddr_in6));
  for (const auto& one : {*v4, *v6}) {
    const auto* const port = reinterpret_cast<const unsigned char*>(&one.storage) + 2;
    EXPECT_THAT(std::vector(port, port + 2), ElementsAre(0x12, 0x34));
  }
}

TEST(SocketAddress, OfALinkHasItsDevice) {
  const auto scope = [](const char* address, const char* device) {
    const auto made = socket_address(address, 1, device);
    return reinterpret_cast<const sockaddr_in6&>(made->storage).sin6_scope_id;
  };
  EXPECT_EQ(scope("fe80::1", "lo"), 1u) << "the loopback device is the first";
  EXPECT_EQ(scope("2001:db8::1", "lo"), 0u);
  EXPECT_EQ(scope("fe80::1", ""), 0u);
}

TEST(SocketAddress, IsNumeric) {
  for (const char* const none :
       {"", "localhost", "192.0.2", "192.0.2.256", "[::1]", "::1%lo", "192.0.2.1:80", "1"})
    EXPECT_FALSE(socket_address(none, 1)) << none;
}

TEST(SocketAddress, IsWrittenAsRfc5952Says) {
  for (const char* const text : {"192.0.2.1", "0.0.0.0", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "::", "::1",
                                 "2001:db8::1:0:0:1", "::ffff:192.0.2.1"})
    EXPECT_EQ(numeric(*socket_address(text, 7)->get()), text);
  EXPECT_EQ(numeric(*socket_address("2001:DB8:0:0:0:0:2:1", 7)->get()), "2001:db8::2:1");
  EXPECT_EQ(numeric(sockaddr{}), "");
  EXPECT_EQ(numeric(std::vector<unsigned char>(5)), "");
}

}  // namespace
}  // namespace deskready::network
