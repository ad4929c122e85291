#include "config/spec/turn_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace deskready {
namespace {

TurnAddress read(const char* text) {
  const auto address = read_turn_address(text);
  EXPECT_TRUE(address) << text;
  return address.value_or(TurnAddress{});
}

// The usual ports and transports are those of RFC 7065, sections 3.1 and 3.2.
TEST(TurnAddress, IsAHostAndPerhapsAPortAndATransport) {
  EXPECT_EQ(read("turn:turn.acme.example"), (TurnAddress{{"turn.acme.example", 3478}, TurnTransport::udp}));
  EXPECT_EQ(read("turn:turn.acme.example:443?transport=udp"),
            (TurnAddress{{"turn.acme.example", 443}, TurnTransport::udp}));
  EXPECT_EQ(read("TURN:8.8.8.8?Transport=TCP"), (TurnAddress{{"8.8.8.8", 3478}, TurnTransport::tcp}));
  EXPECT_EQ(read("turns:[2606:4700::1]"), (TurnAddress{{"2606:4700::1", 5349}, TurnTransport::tls}));
  EXPECT_EQ(read("turns:turn.acme.example:443?transport=tcp"),
            (TurnAddress{{"turn.acme.example", 443}, TurnTransport::tls}));
}

TEST(TurnAddress, IsNothingElse) {
  for (const char* text : {"",
                           "turn",
                           "turn:",
                           "turns:",
                           "stun:a.example",
                           "https://a.example",
                           "turn://a.example",
                           "turn:a.example/",
                           "turn:user@a.example",
                           "turn:a b.example",
                           "turn:a.example:",
                           "turn:a.example:22",
                           "turn:a.example:0",
                           "turn:a.example:65536",
                           "turn:a.example:3478x",
                           "turn:[::1",
                           "turn:::1",
                           "turn:a.example?",
                           "turn:a.example?transport=",
                           "turn:a.example?udp",
                           "turn:a.example?transport=sctp",
                           "turn:a.example?transport=udp&x=1",
                           "turn:a.example?transport=udp?transport=udp",
                           "turns:a.example?transport=udp",
                           "turn:?transport=udp"}) {
    const auto address = read_turn_address(text);
    ASSERT_FALSE(address) << text;
    EXPECT_THAT(address.error().hint, testing::HasSubstr("turn:")) << text;
    EXPECT_NE(address.error().message, "") << text;
  }
}

}  // namespace
}  // namespace deskready
