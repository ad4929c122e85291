#include "config/spec/line_server.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

TEST(LineServer, IsTheTurnServerOfATargetElseItsStunServer) {
  EXPECT_EQ(line_server({"media", {}, {}, "stun:a.example", "turn:b.example"}), "turn:b.example");
  EXPECT_EQ(line_server({"media", {}, {}, "stun:a.example", ""}), "stun:a.example");
  EXPECT_EQ(line_server({"media", {"a.example"}, {"udp/3478"}, "", ""}), "");
}

TEST(LineServer, IsOneServerHoweverItIsWritten) {
  EXPECT_TRUE(same_line_server("stun:A.example", "STUN:a.example:3478"));
  EXPECT_TRUE(same_line_server("turn:A.example", "TURN:a.example:3478?transport=UDP"));
  EXPECT_TRUE(same_line_server("turns:a.example:443", "turns:a.example:443?transport=tcp"));
  EXPECT_FALSE(same_line_server("stun:a.example", "stun:a.example:3479"));
  EXPECT_FALSE(same_line_server("stun:a.example", "stun:b.example"));
  EXPECT_FALSE(same_line_server("stun:a.example", "turn:a.example")) << "they show different things";
  EXPECT_FALSE(same_line_server("turn:a.example", "turn:a.example?transport=tcp"));
  EXPECT_FALSE(same_line_server("", "")) << "none is no server";
}

TEST(LineServer, HasAMarkOfItsOwn) {
  const std::string stun = line_server_mark("stun:a.example"), turn = line_server_mark("turn:a.example");
  EXPECT_EQ(stun.size(), 16u);
  EXPECT_EQ(turn.size(), 16u);
  EXPECT_NE(stun, turn);
  EXPECT_NE(turn, line_server_mark("turn:a.example?transport=tcp"));
  EXPECT_EQ(turn, line_server_mark("TURN:A.example:3478"));
  // sha256sum of "a.example:3478", as earlier reports have it.
  EXPECT_EQ(stun, "a3afde790a6b8fc8");
  EXPECT_EQ(line_server_mark(""), "");
  EXPECT_EQ(line_server_mark("a.example"), "");
}

TEST(LineServer, StandsAtItsPlace) {
  EXPECT_EQ(line_server_place("turns:a.example"), (HostPort{"a.example", 5349}));
  EXPECT_EQ(line_server_place("stun:a.example"), (HostPort{"a.example", 3478}));
  EXPECT_FALSE(line_server_place("a.example"));
}

}  // namespace
}  // namespace deskready
