#include "config/spec/lint/target_lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/spec/chain/load.h"
#include "config/spec/language/writer.h"
#include "config/spec/lint/lint.h"

namespace deskready {
namespace {

using testing::HasSubstr;

Spec spec_with(const std::string& rest) {
  auto spec = parse_spec("[spec]\nlanguage = 1\nname = \"t\"\n" + rest, "t.toml", {});
  EXPECT_TRUE(spec) << spec.error().front().message;
  return spec ? std::move(*spec) : Spec{};
}

std::vector<std::string> flags_of(const std::string& rest) {
  std::vector<std::string> messages;
  for (const SpecError& flag : lint(spec_with(rest), "2026-01-01")) messages.push_back(flag.message);
  return messages;
}

constexpr const char* media = "[targets.media]\nstun = \"stun:turn.acme.example\"\n";
constexpr const char* relay = "[targets.media]\nturn = \"turn:turn.acme.example\"\n";

TEST(TargetLint, FindsNothingWrongWithADelayToAServer) {
  EXPECT_THAT(flags_of(std::string(media) + "[require.network]\n\"latency@media\" = \"<= 100 ms\"\n"),
              testing::IsEmpty());
}

TEST(TargetLint, MissesTheServerOfATarget) {
  const std::string place = "[targets.media]\nhost = \"media.acme.example\"\n";
  EXPECT_THAT(flags_of(place + "[require.network]\n\"latency@media\" = \"<= 100 ms\"\n"),
              testing::ElementsAre(HasSubstr("names no server")));
}

TEST(TargetLint, KnowsWhatOnlyAFarEndCanShow) {
  for (const char* server : {media, relay}) {
    EXPECT_THAT(flags_of(std::string(server) + "[require.network]\n\"jitter_up@media\" = \"<= 30 ms\"\n"),
                testing::ElementsAre(HasSubstr("only a far end")))
        << server;
  }
}

TEST(TargetLint, KnowsWhatOnlyATurnServerCanShow) {
  const std::string jitter = "[require.network]\n\"jitter@media\" = \"<= 30 ms\"\n";
  EXPECT_THAT(flags_of(media + jitter), testing::ElementsAre(HasSubstr("names no TURN server")));
  EXPECT_THAT(flags_of(relay + jitter), testing::IsEmpty());
}

TEST(TargetLint, SaysThatOverTcpOnlyDelayIsTold) {
  const std::string tcp = "[targets.media]\nturn = \"turn:turn.acme.example?transport=tcp\"\n",
                    tls = "[targets.media]\nturn = \"turns:turn.acme.example\"\n";
  for (const std::string& server : {tcp, tls}) {
    EXPECT_THAT(flags_of(server + "[require.network]\n\"loss@media\" = \"<= 20 %\"\n"),
                testing::ElementsAre(HasSubstr("nothing but delay")));
    EXPECT_THAT(flags_of(server + "[require.network]\n\"latency@media\" = \"<= 100 ms\"\n"),
                testing::IsEmpty());
  }
}

TEST(TargetLint, KnowsThatMorePacketsThroughARelayDecideMore) {
  const auto of = [](const std::string& rule) {
    return flags_of(std::string(relay) + "[require.network]\n" + rule);
  };
  EXPECT_THAT(of("\"loss@media\" = \"<= 1 %\"\n"),
              testing::ElementsAre(HasSubstr("a TURN server alone never decides a limit below 2.5 %")));
  EXPECT_THAT(of("\"loss@media\" = \"<= 3 %\"\n"), testing::IsEmpty());
  EXPECT_THAT(of("\"latency@media#p95\" = \"<= 100 ms\"\n"), testing::IsEmpty());
  EXPECT_THAT(of("\"latency@media#p99\" = \"<= 100 ms\"\n"), testing::ElementsAre(HasSubstr("never show")));
}

TEST(TargetLint, SaysThatFewPacketsDecideNoSmallLoss) {
  EXPECT_THAT(flags_of(std::string(media) + "[require.network]\n\"loss@media\" = \"<= 1 %\"\n"),
              testing::ElementsAre(HasSubstr("never decides a limit below")));
  EXPECT_THAT(flags_of(std::string(media) + "[require.network]\n\"loss@media\" = \"<= 20 %\"\n"),
              testing::IsEmpty());
  EXPECT_THAT(flags_of("[far_end]\nurl = \"https://a.example\"\n[require.network]\nloss = \"<= 1 %\"\n"),
              testing::IsEmpty())
      << "the far end's stream is longer";
}

TEST(TargetLint, SaysThatFewPacketsShowNoHighPercentile) {
  const auto of = [](const std::string& rule) {
    return flags_of(std::string(media) + "[require.network]\n" + rule);
  };
  EXPECT_THAT(of("\"latency@media#p95\" = \"<= 100 ms\"\n"), testing::ElementsAre(HasSubstr("never show")));
  EXPECT_THAT(of("\"latency@media#p95\" = \"any\"\n"), testing::IsEmpty());
  EXPECT_THAT(of("\"latency@media#max\" = \"<= 100 ms\"\n"), testing::IsEmpty());
}

TEST(TargetLint, SaysWhenNothingIsLeftToJudgeTheLineBy) {
  const std::string forbids = "[far_end]\npublic = \"forbidden\"\n";
  EXPECT_THAT(flags_of(forbids + "[require.network]\nloss = \"<= 1 %\"\n"),
              testing::ElementsAre(HasSubstr("forbids public tests and names no url")));
  EXPECT_THAT(flags_of(forbids + "[require.network]\nlink.kind = \"ethernet\"\n"), testing::IsEmpty());
  EXPECT_THAT(flags_of(forbids + "url = \"https://a.example\"\n[require.network]\nloss = \"<= 1 %\"\n"),
              testing::IsEmpty());
}

TEST(Targets, AreReadAndWrittenWithTheirServer) {
  const Spec spec =
      spec_with(std::string(media) + "[require.network]\n\"latency@media#p95\" = \"<= 100 ms\"\n");
  ASSERT_TRUE(spec.targets.contains("media"));
  EXPECT_EQ(spec.targets.at("media").stun, "stun:turn.acme.example");
  EXPECT_THAT(show_spec(spec), HasSubstr("\n[targets.\"media\"]\nstun = \"stun:turn.acme.example\"\n"));
  const auto again = parse_spec(show_spec(spec), "t.toml", {});
  ASSERT_TRUE(again);
  EXPECT_EQ(show_spec(*again), show_spec(spec));
}

TEST(Targets, AreReadAndWrittenWithBothServers) {
  const Spec spec = spec_with(
      "[targets.media]\nstun = \"stun:stun.acme.example\"\nturn = \"turns:turn.acme.example:443\"\n"
      "[require.network]\n\"latency@media\" = \"<= 100 ms\"\n");
  EXPECT_EQ(spec.targets.at("media").turn, "turns:turn.acme.example:443");
  EXPECT_THAT(show_spec(spec), HasSubstr("\nstun = \"stun:stun.acme.example\"\n"
                                         "turn = \"turns:turn.acme.example:443\"\n"));
  const auto again = parse_spec(show_spec(spec), "t.toml", {});
  ASSERT_TRUE(again);
  EXPECT_EQ(show_spec(*again), show_spec(spec));
}

TEST(Targets, WithAWrongTurnServerAreFaults) {
  const auto spec = parse_spec(
      "[spec]\nlanguage = 1\nname = \"t\"\n[targets.media]\nturn = \"turn:a.example?transport=sctp\"\n",
      "t.toml", {});
  ASSERT_FALSE(spec);
  EXPECT_THAT(spec.error().front().message, HasSubstr("udp or tcp"));
  EXPECT_EQ(spec.error().front().where.line, 5);
}

TEST(Targets, WithAWrongServerAreFaults) {
  const auto spec = parse_spec(
      "[spec]\nlanguage = 1\nname = \"t\"\n[targets.media]\nstun = \"stun:turn.acme.example:22\"\n", "t.toml",
      {});
  ASSERT_FALSE(spec);
  EXPECT_THAT(spec.error().front().message, HasSubstr("3478"));
  EXPECT_EQ(spec.error().front().where.line, 5);
}

TEST(TargetLint, KnowsWhichAddressesNoSpecMayName) {
  for (const char* const host : {"192.168.1.20", "10.1.2.3", "127.0.0.1", "fd00::1", "fe80::1", "localhost",
                                 "pbx.local", "PBX.Lan", "100.64.0.9", "::ffff:10.0.0.1"})
    EXPECT_THAT(flags_of("[targets.media]\nhost = \"" + std::string(host) + "\"\n"),
                testing::ElementsAre(HasSubstr("private network")))
        << host;
  EXPECT_THAT(flags_of("[targets.media]\nstun = \"stun:192.168.1.20:3478\"\n"),
              testing::ElementsAre(HasSubstr("[targets.media] names 192.168.1.20")));
  EXPECT_THAT(flags_of("[targets.media]\nturn = \"turns:192.168.1.20\"\n"),
              testing::ElementsAre(HasSubstr("[targets.media] names 192.168.1.20")));
  EXPECT_THAT(flags_of("[far_end]\nurl = \"http://[::1]:8700\"\n"),
              testing::ElementsAre(HasSubstr("[far_end] names [::1]")));
  for (const char* const host : {"media.acme.example", "203.0.113.7", "2001:db8::1", "local.acme.example"})
    EXPECT_THAT(flags_of("[targets.media]\nhost = \"" + std::string(host) + "\"\n"), testing::IsEmpty())
        << host;
}

TEST(TargetLint, MissesWhatCouldBeTried) {
  const std::string rule = "[require.network]\n\"reachable@media\" = true\n";
  EXPECT_THAT(flags_of(media + rule), testing::ElementsAre(HasSubstr("names no host and ports")));
  EXPECT_THAT(flags_of("[targets.media]\nhost = \"media.acme.example\"\n" + rule),
              testing::ElementsAre(HasSubstr("names no host and ports")));
  EXPECT_THAT(flags_of("[targets.media]\nhost = \"media.acme.example\"\nports = [\"tls/443\"]\n" + rule),
              testing::IsEmpty());
}

/// Five targets of so many hosts with a port each, and a rule about each.
std::string asking_for(int hosts_each, const char* port) {
  std::string targets, rules = "[require.network]\n";
  for (int target = 0; target < 5; ++target) {
    std::string hosts;
    for (int i = 0; i < hosts_each; ++i) {
      hosts += (hosts.empty() ? "\"" : ", \"") + std::to_string(i) + "." + std::to_string(target) +
               ".acme.example\"";
    }
    const std::string name = "t" + std::to_string(target);
    targets += "[targets." + name + "]\nhosts = [" + hosts + "]\nports = [\"" + port + "\"]\n";
    rules += "\"reachable@" + name + "\" = true\n";
  }
  return targets + rules;
}

TEST(TargetLint, SaysThatMoreIsAskedForThanACheckTries) {
  EXPECT_THAT(flags_of(asking_for(13, "tcp/443")), testing::ElementsAre(HasSubstr("65 pairs")));
  EXPECT_THAT(flags_of(asking_for(12, "tcp/443")), testing::IsEmpty());
}

TEST(TargetLint, SaysThatMoreBytesAreAskedForThanMayBeSent) {
  EXPECT_THAT(flags_of(asking_for(7, "tls/443")),
              testing::ElementsAre(HasSubstr("takes 53 kB, and 50 kB an hour")));
  EXPECT_THAT(flags_of(asking_for(6, "tls/443")), testing::IsEmpty());
}

TEST(TargetLint, FindsAPrivateHostAmongSeveral) {
  EXPECT_THAT(flags_of("[targets.media]\nhosts = [\"media.acme.example\", \"192.168.0.1\"]\n"
                       "ports = [\"tls/443\"]\n[require.network]\n\"reachable@media\" = true\n"),
              testing::ElementsAre(HasSubstr("192.168.0.1")));
}

}  // namespace
}  // namespace deskready
