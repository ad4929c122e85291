// What is made of a stream's packets: their fates, delays, and the far end's clock.
#include <gmock/gmock.h>

#include <algorithm>

#include "probes/network/line/packets/clock_offset.h"
#include "probes/network/line/packets/packet_path.h"
#include "tests/unit/probes/network/line/clean_stream.h"

namespace deskready::network {
namespace {

using enum Fate;
using testing::DoubleNear;
using testing::Each;
using testing::ElementsAre;

StreamPacket answered(std::uint32_t count) {
  StreamPacket packet;
  packet.answered = true;
  packet.reflected = count;
  return packet;
}

TEST(Fates, TheReflectorsCountTellsTheDirections) {
  // 1 and 2 never arrived; 4 was counted (2) and lost on the way back.
  const std::vector<StreamPacket> packets = {answered(0), {}, {}, answered(1), {}, answered(3)};
  EXPECT_THAT(fates(packets), ElementsAre(arrived, lost_up, lost_up, arrived, lost_down, arrived));
}

TEST(Fates, AGapOfBothDirectionsHasExactNumbers) {
  const std::vector<StreamPacket> packets = {answered(7), {}, {}, {}, answered(9)};
  const auto result = fates(packets);
  EXPECT_EQ(std::count(result.begin(), result.end(), lost_down), 1);
  EXPECT_EQ(std::count(result.begin(), result.end(), lost_up), 2);
}

TEST(Fates, EdgesAreUnknown) {
  const std::vector<StreamPacket> packets = {{}, answered(50), answered(51), {}};
  EXPECT_THAT(fates(packets), ElementsAre(unknown, arrived, arrived, unknown));
}

TEST(Fates, OvertakingIsNoLoss) {
  const std::vector<StreamPacket> packets = {answered(0), answered(2), answered(1), answered(3)};
  EXPECT_THAT(fates(packets), Each(arrived));
}

TEST(Fates, AnOvertakenPacketDoesNotHideALoss) {
  // 1 was overtaken by 2; 3 was lost on the way back.
  const std::vector<StreamPacket> packets = {answered(0), answered(2), answered(1), {}, answered(4)};
  EXPECT_THAT(fates(packets), ElementsAre(arrived, arrived, arrived, lost_down, arrived));
}

TEST(Fates, ADoubledPacketIsNoLossOfTheNext) {
  // The reflector saw 0 twice: its second answer, count 1, is the surplus one.
  const std::vector<StreamPacket> packets = {answered(0), {}, answered(2)};
  EXPECT_THAT(fates(packets, std::vector<std::uint32_t>{1}), ElementsAre(arrived, lost_up, arrived));
}

TEST(RoundTrips, LeaveOutTheDwellTime) {
  EXPECT_THAT(round_trips(clean(3)), Each(DoubleNear(0.025, 1e-9)));
}

TEST(Dwell, IsNoneWhereTheFarEndsClockWasSetMeanwhile) {
  auto packets = clean(3);
  EXPECT_THAT(dwell(packets[0]), DoubleNear(0.002, 1e-9));
  packets[1].left += 3600;
  packets[2].left -= 3600;
  EXPECT_EQ(dwell(packets[1]), 0);
  EXPECT_EQ(dwell(packets[2]), 0);
  EXPECT_THAT(round_trip(packets[1]), DoubleNear(0.027, 1e-9));
}

TEST(Jitter, IsTheMeanDifferenceInItsDirection) {
  auto packets = clean(5);
  packets[2].reached += 0.004;
  packets[2].left += 0.004;
  packets[2].back += 0.004;
  EXPECT_THAT(transit_differences(packets, Direction::up),
              ElementsAre(DoubleNear(0, 1e-9), DoubleNear(0.004, 1e-9), DoubleNear(0.004, 1e-9),
                          DoubleNear(0, 1e-9)));
  EXPECT_THAT(transit_differences(packets, Direction::down), Each(DoubleNear(0, 1e-9)));
}

TEST(Jitter, RunningEstimateFollowsTheRfc) {
  // J = 0 + 16/16 = 1, then 1 + (16 - 1) / 16 = 1.9375.
  EXPECT_DOUBLE_EQ(running_jitter(std::vector<double>{16, 16}), 1.9375);
}

TEST(DelayVariation, IsAboveTheLeastAndWithoutDrift) {
  auto packets = clean(500);
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const double drift = 50e-6 * packets[i].sent;
    packets[i].reached += drift;
    packets[i].left += drift;
  }
  packets[250].back += 0.03;
  EXPECT_THAT(delay_variation(packets, Direction::up), Each(DoubleNear(0, 2e-6)));
  const auto down = delay_variation(packets, Direction::down);
  EXPECT_THAT(down[250], DoubleNear(0.03, 2e-6));
  EXPECT_THAT(down[249], DoubleNear(0, 2e-6));
}

TEST(DelayVariation, KnowsEachPacketOnBothSidesOfAClockStep) {
  auto packets = with_clock_step(clean(400), 0.5);
  packets[100].answered = false;
  packets[120].reached += 0.03;  // late before the step, and after it
  packets[300].reached += 0.02;
  for (const std::size_t late : {120U, 300U}) {
    packets[late].left = packets[late].reached + 0.002;
    packets[late].back += late == 120 ? 0.03 : 0.02;
  }
  const auto delays = delay_variation(packets, Direction::up);
  ASSERT_EQ(delays.size(), 399U);
  EXPECT_NEAR(delays[119], 0.03, 1e-6);
  EXPECT_NEAR(delays[299], 0.02, 1e-6);
  EXPECT_NEAR(delays[200], 0, 1e-6);
}

TEST(ClockOffset, IsOfTheTimeAfterTheClockWasSet) {
  StreamRecord record;
  record.packets = with_clock_step(clean(400), 3600);
  record.began = 50;
  record.far_began = 100;
  const auto offset = clock_offset(record, 0);
  ASSERT_TRUE(offset);
  // clean(): the far end's clock is 1000 s ahead, so here it is 50 - 100 - 1000 less the hour, +- half a
  // trip.
  EXPECT_NEAR(offset->seconds, -1050 - 3600, 0.0126);
  EXPECT_NEAR(offset->within, 0.0125, 1e-6);
}

TEST(Reordering, CountsTheOvertakenInTheirDirection) {
  auto packets = clean(10);
  std::swap(packets[3].reflected, packets[4].reflected);  // 4 reached the reflector first
  EXPECT_EQ(reordered(packets, Direction::up), 1U);
  packets = clean(10);
  packets[6].back += 0.05;  // its answer came after two later ones
  EXPECT_EQ(reordered(packets, Direction::down), 1U);
  EXPECT_EQ(reordered(packets, Direction::up), 0U);
}

}  // namespace
}  // namespace deskready::network
