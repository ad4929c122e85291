#include "config/spec/stun_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace deskready {
namespace {

TEST(StunAddress, IsAHostAndPerhapsAUsualPort) {
  const auto plain = read_stun_address("stun:stun.acme.example");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "stun.acme.example");
  EXPECT_EQ(plain->port, 3478) << "RFC 7064, section 3.1";
  EXPECT_EQ(read_stun_address("STUN:[2606:4700::1]:19302").value().host, "2606:4700::1");
  EXPECT_EQ(read_stun_address("stun:8.8.8.8:443").value().port, 443);
}

TEST(StunAddress, IsNothingElse) {
  for (const char* text :
       {"", "stun", "stun:", "stuns:a.example", "turn:a.example", "https://a.example", "stun://a.example",
        "stun:a.example/", "stun:a.example?transport=udp", "stun:user@a.example", "stun:a b.example",
        "stun:a.example:", "stun:a.example:22", "stun:a.example:0", "stun:a.example:65536",
        "stun:a.example:3478x", "stun:a.example:-1", "stun:[::1", "stun:::1"}) {
    const auto read = read_stun_address(text);
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().hint, "") << text;
  }
}

}  // namespace
}  // namespace deskready
