#include "probes/network/line/call/call_stream.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <future>
#include <optional>
#include <thread>

#include "probes/network/line/call/call_figures.h"
#include "probes/network/line/packets/clock_offset.h"
#include "probes/network/line/packets/packet_stream.h"
#include "probes/network/responder/responder.h"
#include "probes/network/wire/packet_token.h"
#include "probes/network/wire/stamp.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network {
namespace {

using enum Fate;
using testing::DoubleNear;
using testing::Each;
using testing::ElementsAre;

// Packets 20 ms apart over a line of 10 ms up and 15 ms down, clocks 1000 s apart, dwell time 2 ms.
std::vector<StreamPacket> clean(std::size_t count, double gap = 0.02) {
  std::vector<StreamPacket> packets(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double sent = static_cast<double>(i) * gap;
    packets[i] = {sent, 1000 + sent + 0.010,          1000 + sent + 0.012, sent + 0.027,
                  true, static_cast<std::uint32_t>(i)};
  }
  return packets;
}

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

CallRecord record_of(std::vector<StreamPacket> call, std::vector<StreamPacket> dense) {
  CallRecord record;
  record.call.packets = std::move(call);
  record.call.packets_per_second = 50;
  record.dense.packets = std::move(dense);
  record.dense.packets_per_second = 250;
  record.kernel_stamps = true;
  return record;
}

double number(const Facts& facts, const char* key) {
  const Fact* fact = facts.find(key);
  return fact == nullptr ? -1 : std::get<double>(fact->value);
}

TEST(CallFacts, TellAnOutageFromLossesHereAndThere) {
  const std::vector<Question> asked = {question("network.loss")};
  auto outage = clean(3000, 0.004), scattered = outage;
  std::uint32_t counted = 0, counted_scattered = 0;
  for (std::size_t i = 0; i < outage.size(); ++i) {
    outage[i].answered = i < 1000 || i >= 1500;
    scattered[i].answered = i % 6 != 5;
    outage[i].reflected = outage[i].answered ? counted++ : 0;
    scattered[i].reflected = scattered[i].answered ? counted_scattered++ : 0;
  }
  const Facts out = call_facts(record_of(clean(600), outage), asked);
  ASSERT_NE(out.find("network.loss"), nullptr);
  EXPECT_DOUBLE_EQ(out.find("network.loss")->detail.at("outage").get<double>(), 2.0);
  const Facts lossy = call_facts(record_of(clean(600), scattered), asked);
  ASSERT_NE(lossy.find("network.loss"), nullptr);
  EXPECT_FALSE(lossy.find("network.loss")->detail.contains("outage"));
}

TEST(CallFacts, OfASlowLineSayWhatItCarries) {
  auto record = record_of(clean(30, 0.24), clean(30, 0.24));
  record.call.packets_per_second = record.dense.packets_per_second = 4.2;
  record.line_rate = 33'600;
  record.call_rate = 80'000;
  record.calls_asked = 4;
  const std::vector<Question> asked = {question("network.latency"), question("network.jitter"),
                                       question("network.call.mos"), question("network.calls", {4})};
  const Facts facts = call_facts(record, asked);
  EXPECT_THAT(number(facts, "network.latency"), DoubleNear(0.025, 1e-6));
  EXPECT_EQ(facts.find("network.latency")->detail["line_rate"], 33'600);
  const auto why = [&](const char* key) {
    const Unmeasured* found = facts.why_not(key);
    if (found == nullptr || found->cause != Cause::line_slow) return std::string("another");
    const auto takes = found->args.find("takes");
    return found->args.at("detail") + " " + found->args.at("carries") +
           (takes == found->args.end() ? "" : " " + takes->second);
  };
  EXPECT_EQ(why("network.jitter"), "line_shows_too_little 34");
  EXPECT_EQ(why("network.call.mos"), "line_carries_no_call 34 80");
  EXPECT_EQ(why("network.calls"), "line_carries_no_call 34 320");
}

TEST(CallFacts, FewTripsThatDependOnEachOtherAreBoundByAllThatWasSeenAndAsMuchAgain) {
  auto packets = clean(33, 0.24);
  constexpr double climb = 0.0001;  // s in all
  for (std::size_t i = 0; i < packets.size(); ++i)
    packets[i].back += climb * static_cast<double>(i) / static_cast<double>(packets.size() - 1);
  auto record = record_of(packets, packets);
  record.call.packets_per_second = record.dense.packets_per_second = 4.2;
  record.line_rate = 33'600;
  const std::vector<Question> asked = {question("network.latency")};
  const Facts facts = call_facts(record, asked);
  const Fact* const fact = facts.find("network.latency");
  ASSERT_NE(fact, nullptr);
  constexpr double stamps = 0.0001;  // what stamps may be wrong by
  EXPECT_THAT(*fact->low, DoubleNear(0.025 - climb, stamps));
  EXPECT_THAT(*fact->high, DoubleNear(0.025 + 2 * climb, stamps));
}

TEST(CallFacts, OfALineThatIsTooSlowForADelayIsNoOutage) {
  auto record = record_of(clean(5, 0.5), clean(5, 0.5));
  const std::vector<Question> asked = {question("network.latency")};
  EXPECT_EQ(call_facts(record, asked).why_not("network.latency")->cause, Cause::too_few_samples);
  record.line_rate = 9'600;
  EXPECT_EQ(call_facts(record, asked).why_not("network.latency")->cause, Cause::line_slow);
}

TEST(CallFacts, OfACleanLine) {
  const auto record = record_of(clean(400), clean(2000, 0.004));
  const std::vector<Question> asked = {
      question("network.latency"), question("network.latency#p95"),  question("network.latency#max"),
      question("network.jitter"),  question("network.loss", {0.01}), question("network.delay_variation_up"),
      question("network.call.r"),  question("network.burst_ratio")};
  const Facts facts = call_facts(record, asked);
  EXPECT_THAT(number(facts, "network.latency"), DoubleNear(0.025, 1e-6));
  EXPECT_THAT(number(facts, "network.latency#p95"), DoubleNear(0.025, 1e-6));
  EXPECT_THAT(number(facts, "network.latency#max"), DoubleNear(0.025, 1e-6));
  EXPECT_THAT(number(facts, "network.jitter"), DoubleNear(0, 1e-6));
  EXPECT_EQ(number(facts, "network.loss"), 0);
  EXPECT_LT(facts.find("network.loss")->high, 0.01);
  EXPECT_THAT(number(facts, "network.delay_variation_up"), DoubleNear(0, 1e-5));
  // 20 ms packet + 12.5 ms + 40 ms buffer one way, no loss.
  EXPECT_THAT(number(facts, "network.call.r"), DoubleNear(91.2, 0.2));
  EXPECT_LT(*facts.find("network.call.r")->low, number(facts, "network.call.r"));
  // Nothing lost shows no pattern of losses.
  ASSERT_NE(facts.why_not("network.burst_ratio"), nullptr);
  EXPECT_EQ(facts.why_not("network.burst_ratio")->cause, Cause::too_few_samples);
  EXPECT_TRUE(call_decided(facts, std::vector<Question>{asked[4]}));
}

TEST(CallFacts, OfEveryKind) {
  // One in fifty lost on the way back, now and then one doubled; nothing else.
  auto dense = clean(2000, 0.004);
  for (std::size_t i = 25; i < dense.size(); i += 50) dense[i].answered = false;
  CallRecord record = record_of(clean(400), dense);
  record.call_every = 5;
  record.dense.extra = {3000, 3001};
  std::vector<Question> asked;
  for (const char* key :
       {"network.latency#mean", "network.latency#p99", "network.reordering", "network.duplicates",
        "network.loss#max/200ms", "network.burst_ratio", "network.call.mos", "network.call.wideband.mos",
        "network.call.wideband.r", "network.call.fullband.mos", "network.call.fullband.r"})
    asked.push_back(question(key));
  const Facts facts = call_facts(record, asked);
  EXPECT_THAT(facts.unknown, testing::IsEmpty());
  EXPECT_THAT(number(facts, "network.latency#mean"), DoubleNear(0.025, 1e-6));
  EXPECT_EQ(number(facts, "network.reordering"), 0);
  EXPECT_DOUBLE_EQ(number(facts, "network.duplicates"), 2 / 1960.0);
  EXPECT_DOUBLE_EQ(number(facts, "network.loss#max/200ms"), 0.02);
  const auto model = [&](const char* key) { return facts.find(key)->how.steps().front().arguments; };
  using Arguments = std::map<std::string, std::string>;
  EXPECT_EQ(model("network.call.wideband.mos"),
            (Arguments{{"model", "ITU-T G.107.1"}, {"codec", "Opus, wideband, 13 kbit/s"}}));
  EXPECT_EQ(model("network.call.fullband.r"),
            (Arguments{{"model", "ITU-T G.107.2"}, {"codec", "Opus, super-wideband, 31 kbit/s"}}));
  // The fullband scale reaches 148: its R is above what narrowband can have.
  EXPECT_GT(number(facts, "network.call.fullband.r"), 100);
}

TEST(CallFacts, ADisturbedFigureSaysSo) {
  CallRecord record = record_of(clean(400), clean(2000, 0.004));
  record.cost = {500'000, 8};
  record.disturbance.other_rate = 5e6;
  const Facts facts = call_facts(record, std::vector<Question>{question("network.latency")});
  EXPECT_EQ(facts.find("network.latency")->detail["tainted"], "other_traffic");
  EXPECT_EQ(facts.find("network.latency")->detail["other_traffic"], 5e6);
  record.disturbance = {0, 0.5};
  const Facts waiting = call_facts(record, std::vector<Question>{question("network.latency")});
  EXPECT_EQ(waiting.find("network.latency")->detail["tainted"], "busy_computer");
}

/// The reflector's clock was set by `step` seconds 3 s after the stream began, between the two stamps of the
/// packet of that moment.
std::vector<StreamPacket> with_clock_step(std::vector<StreamPacket> packets, double step) {
  bool set = false;
  for (StreamPacket& packet : packets) {
    if (packet.sent < 3 - 1e-9) continue;
    packet.reached += set ? step : 0;
    packet.left += step;
    set = true;
  }
  return packets;
}

TEST(CallFacts, AClockSetAtTheFarEndMovesNoFigure) {
  std::vector<Question> asked;
  for (const char* key :
       {"network.latency#max", "network.jitter_up", "network.jitter_down", "network.delay_variation_up",
        "network.delay_variation_down", "network.loss", "network.call.r", "network.call.mos"})
    asked.push_back(question(key));
  const Facts truth = call_facts(record_of(clean(400), clean(2000, 0.004)), asked);
  for (const double step : {3600.0, -3600.0, 0.5, -0.5}) {
    const Facts facts = call_facts(
        record_of(with_clock_step(clean(400), step), with_clock_step(clean(2000, 0.004), step)), asked);
    EXPECT_LT(number(facts, "network.latency#max"), 0.03) << step;
    EXPECT_NEAR(number(facts, "network.jitter_up"), 0, 1e-6) << step;
    EXPECT_NEAR(number(facts, "network.jitter_down"), 0, 1e-6) << step;
    EXPECT_NEAR(number(facts, "network.delay_variation_up"), 0, 1e-5) << step;
    EXPECT_NEAR(number(facts, "network.delay_variation_down"), 0, 1e-5) << step;
    for (const char* key : {"network.loss", "network.call.r", "network.call.mos"})
      EXPECT_NEAR(number(facts, key), number(truth, key), 1e-3) << key << " " << step;
    EXPECT_NEAR(facts.find("network.call.r")->detail["lost_or_late"].get<double>(), 0, 1e-9) << step;
  }
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

TEST(CallFacts, LossHasADirection) {
  auto dense = clean(2000, 0.004);
  for (std::size_t i = 50; i < dense.size(); i += 100) dense[i].answered = false;  // 20 lost on the way back
  const Facts facts = call_facts(record_of(clean(400), dense),
                                 std::vector<Question>{question("network.loss"), question("network.loss_up"),
                                                       question("network.loss_down")});
  EXPECT_DOUBLE_EQ(number(facts, "network.loss_down"), 0.01);
  EXPECT_DOUBLE_EQ(number(facts, "network.loss_up"), 0);
  EXPECT_DOUBLE_EQ(number(facts, "network.loss"), 0.01);
}

TEST(CallFacts, WhatThisComputerRefusedIsNoLossOfTheLine) {
  auto dense = clean(2000, 0.004);
  for (std::size_t i = 50; i < dense.size(); i += 100) {
    dense[i].answered = false;
    dense[i].refused = true;
  }
  // The reflector counts what reached it.
  std::uint32_t count = 0;
  for (StreamPacket& packet : dense) packet.reflected = packet.answered ? count++ : 0;
  const std::vector<Question> asked = {question("network.loss_up"), question("network.loss_down"),
                                       question("network.loss"), question("network.call.r")};
  const Facts facts = call_facts(record_of(clean(400), dense), asked);
  EXPECT_EQ(number(facts, "network.loss_up"), 0);
  EXPECT_EQ(number(facts, "network.loss_down"), 0);
  EXPECT_EQ(number(facts, "network.loss"), 0);
  EXPECT_NEAR(facts.find("network.call.r")->detail["lost_or_late"].get<double>(), 0, 1e-9);
  EXPECT_EQ(facts.find("network.loss")->samples, 1980U);
}

TEST(CallFacts, WhereThisComputerRefusesTooManyThereIsNoLoss) {
  auto dense = clean(2000, 0.004);
  for (std::size_t i = 5; i < dense.size(); i += 8) {
    dense[i].answered = false;
    dense[i].refused = true;
  }
  const std::vector<Question> asked = {question("network.loss"), question("network.call.r")};
  const Facts facts = call_facts(record_of(clean(400), dense), asked);
  for (const char* key : {"network.loss", "network.call.r"}) {
    ASSERT_NE(facts.why_not(key), nullptr) << key;
    EXPECT_EQ(facts.why_not(key)->cause, Cause::failed);
    const auto& args = facts.why_not(key)->args;
    EXPECT_EQ(args.at("detail") + " " + args.at("count") + " " + args.at("packets"),
              "packets_not_sent 250 2000");
  }
}

TEST(CallFacts, TotalLossIsNeverZero) {
  const auto record = record_of(std::vector<StreamPacket>(100), std::vector<StreamPacket>(500));
  const Facts facts =
      call_facts(record, std::vector<Question>{question("network.loss"), question("network.latency")});
  EXPECT_TRUE(facts.known.empty());
  EXPECT_EQ(facts.why_not("network.loss")->cause, Cause::far_end_failed);
  EXPECT_EQ(facts.why_not("network.loss")->args.at("detail"), "udp_silent");
}

TEST(CallFacts, AFarEndThatWentAwayIsNoLoss) {
  auto dense = clean(1500, 0.004);
  for (std::size_t i = 1200; i < dense.size(); ++i) dense[i].answered = false;
  const Facts facts =
      call_facts(record_of(clean(300), dense), std::vector<Question>{question("network.loss")});
  EXPECT_EQ(facts.why_not("network.loss")->cause, Cause::far_end_failed);
}

TEST(CallFacts, AWindowsFigureIsTheWorstOfAllWindows) {
  auto call = clean(100);
  for (std::size_t i = 40; i < 50; ++i) call[i].back += 0.01;
  const auto key = [](std::string name, std::string statistic) {
    return Question{{std::move(name), {}, std::move(statistic), "200ms"}, {}};
  };
  const std::vector<Question> asked = {key("network.latency", "max"), key("network.latency", "median"),
                                       key("network.jitter_down", "max"), key("network.jitter_down", "min")};
  const Facts facts = call_facts(record_of(call, clean(500, 0.004)), asked);
  const auto value = [&](const char* name) { return std::get<double>(facts.find(name)->value); };
  // Ten packets a window; one holds all ten late ones, and none both jumps of 10 ms.
  EXPECT_NEAR(value("network.latency#max/200ms"), 0.035, 1e-9);
  EXPECT_NEAR(value("network.latency#median/200ms"), 0.025, 1e-9);
  EXPECT_NEAR(value("network.jitter_down#max/200ms"), 0.001, 1e-9);
  EXPECT_NEAR(value("network.jitter_down#min/200ms"), 0, 1e-9);
}

TEST(CallFacts, AWindowLongerThanTheStreamIsNoFigure) {
  const Facts facts = call_facts(record_of(clean(100), clean(500, 0.004)),
                                 std::vector<Question>{{{"network.jitter", {}, "max", "10s"}, {}}});
  EXPECT_EQ(facts.why_not("network.jitter#max/10s")->cause, Cause::too_few_samples);
}

TEST(IsLarger, SpreadsTheCallsOverTheTick) {
  const auto larger_of = [](std::size_t every, std::size_t larger) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < every; ++i) {
      if (is_larger(i, every, larger)) numbers.push_back(i);
    }
    return numbers;
  };
  EXPECT_THAT(larger_of(7, 1), ElementsAre(0));
  EXPECT_THAT(larger_of(10, 4), ElementsAre(0, 3, 5, 8));
  EXPECT_EQ(larger_of(26, 20).size(), 20U);
}

TEST(CallFacts, TooFewPacketsAreNoFigure) {
  const Facts facts =
      call_facts(record_of(clean(10), clean(50, 0.004)),
                 std::vector<Question>{question("network.latency"), question("network.loss")});
  EXPECT_EQ(facts.why_not("network.latency")->cause, Cause::too_few_samples);
  EXPECT_EQ(facts.why_not("network.loss")->cause, Cause::too_few_samples);
}

// A far end that doubles, forges, delays and loses on purpose: 0 is answered twice, 1 by a forged packet and
// then truly, 2 never, 3 after 4.
class OddReflector {
 public:
  OddReflector() {
    fd_ = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(fd_, reinterpret_cast<sockaddr*>(&address), size);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    const timeval patience{5, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    thread_ = std::jthread([this] { run(); });
  }
  ~OddReflector() {
    thread_.join();
    close(fd_);
  }
  std::uint16_t port() const { return port_; }

 private:
  void run() {
    std::vector<SenderPacket> held;
    for (int i = 0; i < 5; ++i) {
      std::array<unsigned char, 2048> buffer;
      size_ = sizeof from_;
      const ssize_t got =
          recvfrom(fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from_), &size_);
      if (got < 0) return;
      const auto packet =
          decode_sender(std::span<const unsigned char>(buffer.data(), static_cast<std::size_t>(got)));
      if (!packet) return;
      const std::uint32_t n = packet->sequence;
      if (n == 1) {
        SenderPacket forged = *packet;
        forged.token[0] ^= 1;
        answer(forged);
      }
      if (n == 2) continue;
      if (n == 3) {
        held.push_back(*packet);
        continue;
      }
      answer(*packet);
      if (n == 0) answer(*packet);
    }
    for (const SenderPacket& packet : held) answer(packet);
  }
  void answer(const SenderPacket& packet) {
    std::array<unsigned char, smallest_tagged_packet> buffer;
    const NtpTime now = ntp_from_unix_ns(realtime_ns());
    encode(ReflectedPacket{count_++, now, packet.ssid, now, packet.sequence, packet.sent, packet.token},
           buffer);
    sendto(fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<const sockaddr*>(&from_), size_);
  }

  int fd_ = -1;
  std::uint16_t port_ = 0;
  std::uint32_t count_ = 0;
  sockaddr_storage from_{};
  socklen_t size_ = 0;
  std::jthread thread_;
};

TEST(PacketStream, KeepsOddAnswersApart) {
  OddReflector reflector;
  Session session;
  session.address = session.udp_address = "127.0.0.1";
  session.port = session.udp_port = reflector.port();
  session.ssid = 9;
  StreamPlan plan;
  plan.seconds = 0.02;  // five packets
  const auto record = send_stream(session, plan, {}, nullptr);
  ASSERT_TRUE(record);
  std::vector<bool> back;
  for (const StreamPacket& packet : record->packets) back.push_back(packet.answered);
  EXPECT_THAT(back, ElementsAre(true, true, false, true, true));
  EXPECT_EQ(record->detail["duplicates"], 1);
  EXPECT_EQ(record->detail["forged"], 1);
  EXPECT_EQ(record->detail["reordered"], 1);
}

/// Takes packets and answers none.
class Sink {
 public:
  explicit Sink(std::size_t expected) {
    fd_ = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(fd_, reinterpret_cast<sockaddr*>(&address), size);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    session.address = session.udp_address = "127.0.0.1";
    session.port = session.udp_port = ntohs(address.sin_port);
    const timeval patience{5, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    thread_ = std::jthread([this, expected] {
      std::array<char, 2048> buffer;
      std::size_t taken = 0;
      while (taken < expected && recv(fd_, buffer.data(), buffer.size(), 0) > 0) ++taken;
      all_came_.set_value(taken == expected);
    });
  }
  ~Sink() {
    thread_.join();
    close(fd_);
  }
  Session session;
  /// Blocks until so many packets as were expected came, or false when none came for 5 s.
  bool all_came() { return all_came_.get_future().get(); }

 private:
  int fd_ = -1;
  std::promise<bool> all_came_;
  std::jthread thread_;
};

TEST(PacketStream, SendsOnWhileSomebodyLooks) {
  StreamPlan plan;
  plan.seconds = 0.2;
  plan.look_every = 0.02;
  Sink sink(50);
  bool came_meanwhile = false;
  const auto record = send_stream(sink.session, plan, {}, nullptr, [&](const StreamRecord&, double) {
    came_meanwhile = sink.all_came();
    return true;
  });
  ASSERT_TRUE(record);
  EXPECT_TRUE(came_meanwhile) << "the stream waited for the look";
  EXPECT_EQ(record->packets.size(), 50U);
}

TEST(PacketStream, EndsWhenALookSaysSo) {
  StreamPlan plan;
  plan.seconds = 300;
  plan.look_every = 0.02;
  Sink sink(1);
  const auto record =
      send_stream(sink.session, plan, {}, nullptr, [](const StreamRecord&, double) { return true; });
  ASSERT_TRUE(record);
  EXPECT_LT(record->packets.size(), 75'000U);
}

/// In a network of its own, whose queue refuses packets that are larger than 500 bytes; nothing where that
/// cannot be made.
std::optional<tl::expected<StreamRecord, Unmeasured>> stream_with_refusals(const StreamPlan& plan) {
  std::optional<tl::expected<StreamRecord, Unmeasured>> record;
  std::thread([&] {
    if (unshare(CLONE_NEWNET) != 0 ||
        std::system(
            "ip link set lo up && tc qdisc add dev lo root tbf rate 100mbit burst 500 limit 100000") != 0)
      return;
    Sink sink(4);
    record = send_stream(sink.session, plan, {}, nullptr);
  }).join();
  return record;
}

TEST(PacketStream, KnowsWhatThisComputerRefusedToSend) {
  StreamPlan plan;
  plan.seconds = 0.024;  // six packets
  plan.every = 3;
  plan.larger_bytes = 1000;
  const auto record = stream_with_refusals(plan);
  if (!record) GTEST_SKIP() << "no network of its own can be made here";
  ASSERT_TRUE(*record) << (*record).error().args.at("detail");
  std::vector<bool> refused;
  for (const StreamPacket& packet : (*record)->packets) refused.push_back(packet.refused);
  EXPECT_THAT(refused, ElementsAre(true, false, false, true, false, false));
  EXPECT_EQ((*record)->detail["not_sent"], 2);
}

TEST(PacketStream, EndsWithTheBudget) {
  OddReflector reflector;
  Session session;
  session.address = session.udp_address = "127.0.0.1";
  session.port = session.udp_port = reflector.port();
  StreamPlan plan;
  StreamPlan five;
  five.seconds = 0.02;
  BudgetMeter budget(wire_bytes(five, false));
  const auto record = send_stream(session, plan, {}, &budget);
  ASSERT_TRUE(record);
  // A late sender leaves packets out, and answers that are late are counted after others have left: all ten
  // may be the way there. The whole plan has hundreds.
  EXPECT_GE(record->packets.size(), 1U);
  EXPECT_LE(record->packets.size(), 10U);
}

TEST(CallStream, MeasuresARealFarEnd) {
  ResponderOptions options;
  const auto responder = Responder::start(options);
  ASSERT_TRUE(responder) << responder.error();
  ProbeWorld world((*responder)->url());
  const Facts facts =
      world.run(call_stream_probe(), {question("network.latency", {0.3}), question("network.jitter")});
  ASSERT_NE(facts.find("network.latency"), nullptr);
  EXPECT_GT(number(facts, "network.latency"), 0);
  EXPECT_EQ(facts.find("network.latency")->detail["forged"], 0);
  EXPECT_NE(facts.find("network.jitter"), nullptr);
}

TEST(CallStream, SimulatesAsManyCallsAsTheSpecAsksFor) {
  const auto responder = Responder::start({});
  ASSERT_TRUE(responder) << responder.error();
  ProbeWorld world((*responder)->url());
  const Facts facts =
      world.run(call_stream_probe(), {question("network.calls", {4}), question("network.jitter")});
  ASSERT_NE(facts.find("network.calls"), nullptr);
  EXPECT_EQ(number(facts, "network.calls"), 4);
  // 20 ms hold four packets of calls and six small ones, for at least two seconds.
  EXPECT_GE(facts.find("network.jitter")->detail["packets"].get<double>(), 1000);
}

TEST(CallStream, WithoutAFarEndAnswersEachQuestion) {
  ProbeWorld world("");
  const Facts facts =
      world.run(call_stream_probe(), {question("network.loss"), question("network.latency#p95")});
  EXPECT_EQ(facts.why_not("network.loss")->cause, Cause::no_far_end);
  EXPECT_EQ(facts.why_not("network.latency#p95")->cause, Cause::no_far_end);
}

}  // namespace
}  // namespace deskready::network
