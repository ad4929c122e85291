// The figures of a made-up row of requests; the truth is what it was made of.
#include "probes/network/targets/target_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "config/base/text.h"
#include "config/facts/catalogue.h"
#include "probes/network/stun/binding_stream.h"
#include "probes/network/turn/relay_stream.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network::targets {
namespace {

using stun::requests;
using stun::requests_per_second;

constexpr double trip = 0.08;

/// Of so many packets, each `trip` there and back, and the i-th a hundred microseconds longer for each i.
StreamRecord row(std::size_t count = requests, double per_second = requests_per_second) {
  StreamRecord stream;
  stream.packets_per_second = per_second;
  stream.payload_bytes = 28;
  stream.kernel_stamps = true;
  for (std::size_t i = 0; i < count; ++i) {
    StreamPacket packet;
    packet.sent = static_cast<double>(i) / per_second;
    packet.back = packet.sent + trip + 1e-4 * static_cast<double>(i % 10);
    packet.answered = true;
    stream.packets.push_back(packet);
  }
  return stream;
}

StreamRecord without(StreamRecord stream, std::initializer_list<std::size_t> lost) {
  for (const std::size_t i : lost) stream.packets[i].answered = false;
  return stream;
}

Facts facts_of(const StreamRecord& stream, const char* key, Way way) {
  const std::vector<Question> questions = {question(key)};
  return target_facts(record_of(stream, way, {}, {}), way, questions);
}

Fact fact_of(const StreamRecord& stream, const char* key, Way way = Way::answered) {
  const Facts facts = facts_of(stream, key, way);
  const Fact* fact = facts.find(key);
  EXPECT_TRUE(fact) << key;
  return fact == nullptr ? Fact{} : *fact;
}

std::string why_not(const StreamRecord& stream, const char* key, Way way = Way::answered) {
  const Facts facts = facts_of(stream, key, way);
  const Unmeasured* why = facts.why_not(key);
  if (why == nullptr) return "known";
  const auto detail = why->args.find("detail");
  return std::string(to_string(why->cause)) + (detail == why->args.end() ? "" : " " + detail->second);
}

TEST(TargetFigures, DelayIsTheRoundTripByItsStatistics) {
  const Fact median = fact_of(row(), "network.latency@media");
  EXPECT_NEAR(std::get<double>(median.value), trip + 0.00045, 0.0001);
  EXPECT_EQ(median.samples, requests);
  ASSERT_TRUE(median.low && median.high);
  EXPECT_GT(*median.low, trip - 0.001);
  EXPECT_LT(*median.high, trip + 0.002);
  EXPECT_EQ(median.how.steps().front(),
            (MethodStep{How::packets_by_kernel, {{"protocol", "STUN"}, {"rate", "20"}, {"bytes", "28"}}}));
  EXPECT_NEAR(std::get<double>(fact_of(row(), "network.latency@media#max").value), trip + 0.0009, 1e-6);
  EXPECT_NEAR(std::get<double>(fact_of(row(), "network.latency@media#p95").value), trip + 0.0009, 2e-4);
}

// What lint says of them, see target_lint.
TEST(TargetFigures, OfHighPercentilesNothingIsKnownAbove) {
  const FactInfo& info = *find_fact("network.latency");
  for (const std::string_view statistic : split_at_spaces(info.statistics)) {
    const bool unmet = info.target_unmet.find(statistic) != std::string_view::npos;
    const Fact fact = fact_of(row(), ("network.latency@media#" + std::string(statistic)).c_str());
    EXPECT_EQ(fact.low && !fact.high, unmet) << statistic;
  }
}

// 60 of 60 and a chance of 5 % that it was luck: at least 5 % could be lost all the same.
TEST(TargetFigures, NoLossInSixtyDecidesNoLimitThatLintFlags) {
  const Fact loss = fact_of(row(), "network.loss@media");
  EXPECT_EQ(std::get<double>(loss.value), 0);
  ASSERT_TRUE(loss.low && loss.high);
  EXPECT_EQ(*loss.low, 0);
  EXPECT_GT(*loss.high, 1 - std::pow(0.05, 1.0 / 60))
      << "Clopper and Pearson's bound for independent packets";
  const double flagged = find_fact("network.loss")->target_least;
  EXPECT_LE(*loss.high, flagged) << "a limit that lint lets pass can be met";
  EXPECT_GT(*loss.high, flagged - 0.01) << "and none far below it";
}

TEST(TargetFigures, LossThereAndBackBoundsTheWorseWay) {
  const Fact loss = fact_of(without(row(), {3, 9, 15, 20, 26, 31, 37, 42, 48, 53}), "network.loss@media");
  EXPECT_NEAR(std::get<double>(loss.value), 10.0 / 60, 1e-9);
  ASSERT_TRUE(loss.low && loss.high);
  // If both ways lost alike, each lost 1 - sqrt(1 - 1/6) = 8.7 %: that is no less than the bound.
  EXPECT_LT(*loss.low, 1 - std::sqrt(1 - 10.0 / 60));
  EXPECT_GT(*loss.high, 10.0 / 60);
  EXPECT_EQ(loss.detail["lost"], 10);
}

TEST(TargetFigures, ASilentServerIsNotALossyLine) {
  StreamRecord none = row();
  for (StreamPacket& packet : none.packets) packet.answered = false;
  EXPECT_EQ(why_not(none, "network.loss@media"), "target_failed stun_silent");
  EXPECT_EQ(why_not(none, "network.latency@media"), "target_failed stun_silent");
  StreamRecord gone = row();
  for (std::size_t i = 40; i < requests; ++i) gone.packets[i].answered = false;
  EXPECT_EQ(why_not(gone, "network.loss@media"), "target_failed far_end_went_silent");
}

TEST(TargetFigures, WhatThisComputerDidNotSendWasNotLost) {
  StreamRecord some = row();
  some.packets[7].answered = false;
  some.packets[7].refused = true;
  EXPECT_EQ(std::get<double>(fact_of(some, "network.loss@media").value), 0);
  for (std::size_t i = 0; i < 10; ++i) {
    some.packets[i].answered = false;
    some.packets[i].refused = true;
  }
  EXPECT_EQ(why_not(some, "network.loss@media"), "failed packets_not_sent");
}

TEST(TargetFigures, TooFewAnswersAreNoDelay) {
  StreamRecord few = row();
  for (std::size_t i = 0; i < requests; ++i) few.packets[i].answered = i % 4 == 3;
  EXPECT_EQ(why_not(few, "network.latency@media"), "too_few_samples");
}

/// A call's packets through a relay.
StreamRecord relayed_row() {
  return row(turn::packets, turn::packets_per_second);
}

TEST(RelayFigures, DelayIsTheRoundTrip) {
  const Fact median = fact_of(relayed_row(), "network.latency@media", Way::relayed);
  EXPECT_NEAR(std::get<double>(median.value), trip + 0.00045, 0.0001);
  EXPECT_EQ(median.samples, turn::packets);
  const auto asked = median.how.steps().front().arguments;
  EXPECT_EQ(asked.at("protocol"), "TURN");
  EXPECT_EQ(asked.at("rate"), "50");
  EXPECT_EQ(asked.at("bytes"), "28");
}

// What lint says of them, see target_lint.
TEST(RelayFigures, BoundWhatLintLetsPass) {
  const FactInfo& info = *find_fact("network.latency");
  for (const std::string_view statistic : split_at_spaces(info.statistics)) {
    const bool unmet = info.relay_unmet.find(statistic) != std::string_view::npos;
    const Fact fact =
        fact_of(relayed_row(), ("network.latency@media#" + std::string(statistic)).c_str(), Way::relayed);
    EXPECT_EQ(fact.low && !fact.high, unmet) << statistic;
  }
  const Fact loss = fact_of(relayed_row(), "network.loss@media", Way::relayed);
  const double flagged = find_fact("network.loss")->relay_least;
  ASSERT_TRUE(loss.high);
  EXPECT_LE(*loss.high, flagged) << "a limit that lint lets pass can be met";
  EXPECT_GT(*loss.high, flagged - 0.01) << "and none far below it";
}

TEST(RelayFigures, LossMeetsALimitAndNeverFailsOne) {
  StreamRecord lossy = relayed_row();
  for (std::size_t i = 0; i < lossy.packets.size(); ++i) lossy.packets[i].answered = i % 3 != 1;
  const Fact loss = fact_of(lossy, "network.loss@media", Way::relayed);
  EXPECT_NEAR(std::get<double>(loss.value), 1.0 / 3, 1e-9);
  ASSERT_TRUE(loss.low && loss.high);
  EXPECT_EQ(*loss.low, 0) << "whatever was lost, no one-way limit is broken by it";
  EXPECT_GT(*loss.high, 1.0 / 3);
}

// Of a row whose trips rise by 0.1 ms nine times and fall by 0.9 ms then, the mean difference is 0.18 ms.
TEST(RelayFigures, JitterThereAndBackBoundsTheWorseWay) {
  const Fact jitter = fact_of(relayed_row(), "network.jitter@media", Way::relayed);
  EXPECT_NEAR(std::get<double>(jitter.value), 0.00018, 0.00001);
  ASSERT_TRUE(jitter.low && jitter.high);
  EXPECT_LE(*jitter.low, 0.00009) << "both ways may have had half of it each";
  EXPECT_GE(*jitter.high, 0.00018);
  EXPECT_LE(*jitter.high, 0.0004);
  EXPECT_EQ(jitter.samples, turn::packets - 1);
}

TEST(RelayFigures, ARelayThatBringsNothingBackIsNotALossyLine) {
  StreamRecord none = relayed_row();
  for (StreamPacket& packet : none.packets) packet.answered = false;
  for (const char* key : {"network.loss@media", "network.latency@media", "network.jitter@media"})
    EXPECT_EQ(why_not(none, key, Way::relayed), "target_failed turn_returns_nothing");
}

TEST(RelayFigures, OverAConnectionOnlyDelayIsTold) {
  for (const Way way : {Way::relayed_over_tcp, Way::relayed_over_tls}) {
    EXPECT_NEAR(std::get<double>(fact_of(relayed_row(), "network.latency@media", way).value), trip + 0.00045,
                0.0001);
    for (const char* key : {"network.loss@media", "network.jitter@media"})
      EXPECT_EQ(why_not(relayed_row(), key, way), "unsupported turn_only_delay") << key;
  }
}

TEST(RelayFigures, WhatTheyCannotTellIsNotTold) {
  for (const char* key :
       {"network.jitter@media#max/1s", "network.jitter_up@media", "network.loss@media#max/1s"})
    EXPECT_THAT(why_not(relayed_row(), key, Way::relayed), testing::StartsWith("unsupported")) << key;
}

TEST(TargetFigures, WhatARoundTripCannotTellIsNotTold) {
  EXPECT_THAT(why_not(row(), "network.jitter@media"), testing::StartsWith("unsupported"));
  EXPECT_THAT(why_not(row(), "network.loss@media#max/1s"), testing::StartsWith("unsupported"));
}

}  // namespace
}  // namespace deskready::network::targets
