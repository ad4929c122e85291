#include "tests/netlab/link_model.h"

#include <gtest/gtest.h>

namespace netlab {
namespace {

TEST(LinkModel, ServesAtItsRateAndAddsItsDelay) {
  LinkModel line({.rate = 8e6, .delay = 0.010});
  // 1000 bytes at 8 Mbit/s take 1 ms; the second waits for the first.
  EXPECT_EQ(line.enter(0, 1000).due_ns, 11'000'000);
  EXPECT_EQ(line.enter(0, 1000).due_ns, 12'000'000);
}

TEST(LinkModel, DropsAtTheTailWhenItsQueueIsFull) {
  LinkModel line({.rate = 8e6, .delay = 0, .queue = 0.002});
  int passed = 0;
  for (int i = 0; i < 10; ++i) passed += line.enter(0, 1000).fate == Fate::passed ? 1 : 0;
  EXPECT_EQ(passed, 3) << "one being served and two that wait at most 2 ms";
}

TEST(LinkModel, LosesItsShareInBurstsOfItsLength) {
  LinkModel line({.rate = 0, .delay = 0, .loss = 0.05, .burst = 4, .seed = 5});
  int lost = 0, bursts = 0;
  bool before = false;
  constexpr int packets = 200'000;
  for (int i = 0; i < packets; ++i) {
    const bool now = line.enter(i, 100).fate == Fate::lost;
    lost += now ? 1 : 0;
    bursts += now && !before ? 1 : 0;
    before = now;
  }
  EXPECT_NEAR(double(lost) / packets, 0.05, 0.005);
  EXPECT_NEAR(double(lost) / bursts, 4, 0.3);
}

TEST(LinkModel, JitterNeverReorders) {
  LinkModel line({.rate = 0, .delay = 0.005, .jitter = 0.02, .seed = 2});
  std::int64_t before = 0;
  for (std::int64_t i = 0; i < 1000; ++i) {
    const auto due = line.enter(i * 100'000, 100).due_ns;
    EXPECT_GE(due, before);
    before = due;
  }
}

}  // namespace
}  // namespace netlab
