#include "probes/network/line/packets/silence.h"

#include <gtest/gtest.h>

#include "probes/detail.h"

namespace deskready::network {
namespace {

TEST(Silence, IsABlockedLineOnlyWhereNothingElseExplainsIt) {
  for (const OverTcp tcp : {OverTcp::serves, OverTcp::ended, OverTcp::busy, OverTcp::silent}) {
    for (const bool refused : {false, true}) {
      for (const bool other_place : {false, true}) {
        const bool blocked = why_silent({tcp, refused, other_place}).args.at("detail") == "udp_blocked";
        EXPECT_EQ(blocked, tcp == OverTcp::serves && !refused && !other_place);
      }
    }
  }
}

TEST(Silence, HasItsReason) {
  const auto code = [](const Silence& silence) { return why_silent(silence).args.at("detail"); };
  EXPECT_EQ(code({OverTcp::silent, true, true}), "silent_by_tcp_too");
  EXPECT_EQ(code({OverTcp::ended, true, true}), "session_ended");
  EXPECT_EQ(code({OverTcp::serves, true, true}), "udp_refused");
  EXPECT_EQ(code({OverTcp::serves, false, true}), "udp_silent_at_both");
  EXPECT_EQ(why_silent({OverTcp::busy, false, false}).cause, Cause::far_end_busy);
}

}  // namespace
}  // namespace deskready::network
