// Rows of a call's packets over made-up lines: a queue that carries so many a second, and its truth.
#include "probes/network/turn/filled_line.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace deskready::network::turn {
namespace {

/// 50 a second over a line that carries `rate` packets a second behind 40 ms, with a queue of `most` seconds.
std::vector<StreamPacket> over(double rate, double most = 10, std::size_t count = 300) {
  std::vector<StreamPacket> packets(count);
  double free = 0;
  for (std::size_t i = 0; i < count; ++i) {
    packets[i].sent = static_cast<double>(i) / 50;
    if (free - packets[i].sent > most) continue;
    free = std::max(free, packets[i].sent) + 1 / rate;
    packets[i].back = free + 0.04;
    packets[i].answered = true;
  }
  return packets;
}

TEST(FilledLine, IsOneThatBringsBackFewerThanItIsSent) {
  for (const double rate : {20.0, 30.0, 40.0}) {
    const auto carried = filled_line(over(rate));
    ASSERT_TRUE(carried) << rate;
    EXPECT_NEAR(*carried, rate, 1);
  }
}

TEST(FilledLine, IsSeenAfterTwoSecondsAndNotBefore) {
  EXPECT_FALSE(filled_line(over(20, 10, 100)));
  EXPECT_TRUE(filled_line(over(20, 10, 105)));
}

TEST(FilledLine, IsNoneThatCarriesTheCall) {
  for (const double rate : {50.0, 55.0, 1000.0}) EXPECT_FALSE(filled_line(over(rate))) << rate;
}

TEST(FilledLine, IsNoneWhoseQueueIsShort) {
  EXPECT_FALSE(filled_line(over(30, 0.1))) << "it loses, and makes nobody wait";
}

TEST(FilledLine, IsNoneWhereTheDelayJumpsOrFalls) {
  auto jump = over(1000);
  for (std::size_t i = 230; i < jump.size(); ++i) jump[i].back += 0.8;
  EXPECT_FALSE(filled_line(jump));
  auto falls = over(1000);
  for (std::size_t i = 0; i < falls.size(); ++i) falls[i].back += 3 - 0.01 * static_cast<double>(i);
  EXPECT_FALSE(filled_line(falls));
}

TEST(FilledLine, IsNotToldByFewAnswers) {
  auto few = over(20);
  for (std::size_t i = 0; i < few.size(); ++i) few[i].answered = few[i].answered && i % 10 == 0;
  EXPECT_FALSE(filled_line(few));
  EXPECT_FALSE(filled_line({}));
}

}  // namespace
}  // namespace deskready::network::turn
