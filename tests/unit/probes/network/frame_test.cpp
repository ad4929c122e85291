#include "probes/network/wire/frame.h"

#include <gtest/gtest.h>

namespace deskready::network {
namespace {

// Sizes of RFC 791, RFC 8200, RFC 768, and RFC 9293 with RFC 7323's timestamps (10 octets, padded to 12).
TEST(Frame, HasTheHeadersOfItsFamily) {
  EXPECT_EQ(udp_overhead(false), 14U + 20 + 8);
  EXPECT_EQ(udp_overhead(true), 14U + 40 + 8);
  EXPECT_EQ(tcp_overhead(false), 14U + 20 + 20 + 12);
  EXPECT_EQ(tcp_overhead(true), 14U + 40 + 20 + 12);
  EXPECT_DOUBLE_EQ(tcp_wire_share(false), 1514.0 / 1448);
  EXPECT_DOUBLE_EQ(tcp_wire_share(true), 1514.0 / 1428);
  EXPECT_STREQ(family_of("2001:db8::1"), "IPv6");
  EXPECT_STREQ(family_of("192.0.2.1"), "IPv4");
}

}  // namespace
}  // namespace deskready::network
