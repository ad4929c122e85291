// Whom the probe of targets asks, and whom it does not; nothing is sent.
#include "probes/network/targets/target_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/probes/network/network_context.h"

namespace deskready::network::targets {
namespace {

Question about(const std::string& key, const std::string& place) {
  Question asked = question(key);
  asked.place = place;
  return asked;
}

std::string why_not(const Facts& facts, const std::string& key) {
  const Unmeasured* why = facts.why_not(key);
  if (why == nullptr) return "known or not answered";
  const auto detail = why->args.find("detail");
  return std::string(to_string(why->cause)) + (detail == why->args.end() ? "" : " " + detail->second);
}

/// Servers in a private network, of which no spec may name any.
std::vector<Question> of_servers(std::size_t count) {
  std::vector<Question> questions;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    questions.push_back(about("network.latency@t" + number, "stun:10.0.0." + number));
  }
  return questions;
}

TEST(TargetProbe, AsksNoPrivateServer) {
  ProbeWorld world("");
  const Facts facts = world.run(target_probe(), {about("network.latency@media", "stun:192.168.1.1"),
                                                 about("network.loss@media", "stun:192.168.1.1"),
                                                 about("network.loss@here", "stun:localhost")});
  for (const char* key : {"network.latency@media", "network.loss@media", "network.loss@here"})
    EXPECT_EQ(why_not(facts, key), "target_failed target_address_refused") << key;
  EXPECT_EQ(world.budget.spent(), 0u);
}

TEST(TargetProbe, AsksNoPrivateTurnServer) {
  ProbeWorld world("");
  const Facts facts = world.run(target_probe(), {about("network.jitter@media", "turn:192.168.1.1"),
                                                 about("network.latency@tcp", "turn:10.0.0.1?transport=tcp"),
                                                 about("network.latency@tls", "turns:127.0.0.1")});
  for (const char* key : {"network.jitter@media", "network.latency@tcp", "network.latency@tls"})
    EXPECT_EQ(why_not(facts, key), "target_failed target_address_refused") << key;
  EXPECT_EQ(world.budget.spent(), 0u);
}

TEST(TargetProbe, AnswersWhereNoServerIsNamed) {
  ProbeWorld world("");
  const Facts facts = world.run(target_probe(), {about("network.latency@media", "")});
  EXPECT_EQ(why_not(facts, "network.latency@media"), "unknown_name target_unclear");
}

TEST(TargetProbe, AsksNoMoreServersThanARunMay) {
  ProbeWorld world("");
  const Facts facts = world.run(target_probe(), of_servers(most_servers + 1));
  EXPECT_EQ(why_not(facts, "network.latency@t0"), "target_failed target_address_refused");
  EXPECT_EQ(why_not(facts, "network.latency@t" + std::to_string(most_servers)), "budget targets_too_many");
}

TEST(TargetProbe, AnswersEachQuestionAfterAStop) {
  ProbeWorld world("");
  world.stop.request_stop();
  const Facts facts = world.run(target_probe(), of_servers(2));
  EXPECT_EQ(why_not(facts, "network.latency@t0"), "stopped");
  EXPECT_EQ(why_not(facts, "network.latency@t1"), "stopped");
}

TEST(TargetProbe, CostsByServersAndNotByQuestions) {
  const auto cost = [](const std::vector<Question>& questions) {
    return target_probe().worst_cost(questions, Depth::quick);
  };
  const std::vector<Question> two = {about("network.latency@a", "stun:a.example"),
                                     about("network.loss@b", "stun:A.example:3478")};
  EXPECT_EQ(cost({}).bytes, 0u);
  EXPECT_EQ(cost(two).bytes, cost({two.front()}).bytes);
  EXPECT_EQ(cost(of_servers(most_servers + 5)).bytes, most_servers * cost({two.front()}).bytes);
  EXPECT_LE(cost({two.front()}).bytes, 60'000u) << "a light check by any measure";
  const std::vector<Question> relays = {about("network.latency@a", "turn:a.example"),
                                        about("network.jitter@b", "TURN:a.example:3478?transport=udp")};
  EXPECT_EQ(cost(relays).bytes, cost({relays.front()}).bytes);
  EXPECT_GE(cost(relays).bytes, 300u * 2 * (176 + 28)) << "a call's packets, there and back";
  EXPECT_LE(cost(relays).bytes, 200'000u);
}

}  // namespace
}  // namespace deskready::network::targets
