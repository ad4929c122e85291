#include <gmock/gmock.h>

#include "probes/network/line/call/call_figures.h"
#include "tests/unit/probes/network/line/clean_stream.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

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

}  // namespace
}  // namespace deskready::network
