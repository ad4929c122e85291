#include "probes/network/line/packets/clock_offset.h"

#include <gtest/gtest.h>

#include "probes/system/state/clock.h"
#include "probes/system/state/linux/adjtimex.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network {
namespace {

using system_facts::clock_fact;

/// Packets to a far end whose clock is `behind` seconds behind this computer's.
StreamRecord stream(double behind, std::initializer_list<std::pair<double, double>> delays) {
  StreamRecord record;
  record.began = 5000;
  record.far_began = 1.7e9 + 5000 - behind;
  double at = 0;
  for (const auto& [up, down] : delays) {
    StreamPacket packet;
    packet.answered = true;
    packet.sent = at;
    packet.reached = at + up;
    packet.left = packet.reached + 0.25;  // the far end's dwell time is nobody's delay
    packet.back = packet.left + down;
    record.packets.push_back(packet);
    at += 0.02;
  }
  return record;
}

constexpr double wall_of_monotonic = 1.7e9;

TEST(ClockOffset, IsThatOfTheShortestRoundTrip) {
  const auto offset =
      clock_offset(stream(12.5, {{0.5, 0.01}, {0.010, 0.010}, {0.01, 0.9}}), wall_of_monotonic);
  ASSERT_TRUE(offset);
  EXPECT_NEAR(offset->seconds, 12.5, 1e-5);
  EXPECT_NEAR(offset->within, 0.010, 1e-5);
  EXPECT_EQ(offset->samples, 3u);
}

TEST(ClockOffset, TheTruthIsWithinHowEverUnequalTheDirectionsAre) {
  for (const double truth : {-3600.0, -0.2, 0.0, 0.2, 3600.0}) {
    for (const auto& [up, down] : {std::pair{0.0, 0.08}, {0.08, 0.0}, {0.03, 0.05}}) {
      const auto offset = clock_offset(stream(truth, {{up, down}}), wall_of_monotonic);
      ASSERT_TRUE(offset);
      EXPECT_LE(std::abs(offset->seconds - truth), offset->within + 1e-5);
      const Fact fact = clock_fact(*offset, {});
      EXPECT_LE(*fact.low, std::abs(truth) + 1e-5);
      EXPECT_GE(*fact.high, std::abs(truth) - 1e-5);
      EXPECT_GE(*fact.low, 0);
    }
  }
}

TEST(ClockOffset, SaysWhichWay) {
  EXPECT_TRUE(clock_fact(ClockOffset{2, 0.01, 9}, {}).how.has(How::clock_ahead));
  EXPECT_TRUE(clock_fact(ClockOffset{-2, 0.01, 9}, {}).how.has(How::clock_behind));
  EXPECT_TRUE(clock_fact(ClockOffset{-0.002, 0.01, 9}, {}).how.has(How::clock_alike));
}

TEST(ClockOffset, IsReadFromTheCallStreamsFacts) {
  ProbeWorld world("");
  const auto ask = [&] { return world.run(system_facts::clock_probe(), {question("system.clock.offset")}); };
  Fact latency;
  latency.value = 0.02;
  note_clock({-3.5, 0.01, 400}, latency.detail);
  world.before.add("network.latency", latency);
  const Facts facts = ask();
  ASSERT_NE(facts.find("system.clock.offset"), nullptr);
  EXPECT_DOUBLE_EQ(std::get<double>(facts.find("system.clock.offset")->value), 3.5);
  EXPECT_EQ(facts.find("system.clock.offset")->samples, 400u);
}

TEST(ClockOffset, WithoutAnAnswerThereIsNone) {
  StreamRecord record = stream(0, {{0.01, 0.01}});
  record.packets.front().answered = false;
  EXPECT_FALSE(clock_offset(record, 0));
}

TEST(KernelClock, ReadsUnitsAndState) {
  timex state{};
  state.offset = 1500;
  state.maxerror = 20'000;
  EXPECT_TRUE(system_facts::kernel_clock_of(state).synchronized);
  EXPECT_NEAR(system_facts::kernel_clock_of(state).behind, 0.0015, 1e-9) << "microseconds";
  EXPECT_NEAR(system_facts::kernel_clock_of(state).most_off, 0.02, 1e-9);
  state.status = STA_NANO | STA_UNSYNC;
  EXPECT_FALSE(system_facts::kernel_clock_of(state).synchronized);
  EXPECT_NEAR(system_facts::kernel_clock_of(state).behind, 1.5e-6, 1e-12) << "nanoseconds";
}

TEST(KernelClock, ABoundIsNoError) {
  const Fact fact = clock_fact(system_facts::KernelClock{true, -0.001, 0.05}, {});
  EXPECT_DOUBLE_EQ(std::get<double>(fact.value), 0.001);
  EXPECT_DOUBLE_EQ(*fact.low, 0);
  EXPECT_DOUBLE_EQ(*fact.high, 0.051);
}

}  // namespace
}  // namespace deskready::network
