// Whom the probe of what can be reached asks, and whom it does not; nothing is sent.
#include "probes/network/reach/reach_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/spec/targets/reach.h"
#include "probes/network/reach/sent_lately.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network::reach {
namespace {

Question about(const std::string& target, const std::string& place) {
  Question asked = question("network.reachable@" + target);
  asked.place = place;
  return asked;
}

std::string why_not(const Facts& facts, const std::string& target) {
  const Unmeasured* why = facts.why_not("network.reachable@" + target);
  if (why == nullptr) return "known or not answered";
  const auto detail = why->args.find("detail");
  return std::string(to_string(why->cause)) + (detail == why->args.end() ? "" : " " + detail->second);
}

/// One port of each of so many hosts in a private network, of which no spec may name any.
std::string of_hosts(std::size_t count, const std::string& port = "tls/443") {
  std::string place;
  for (std::size_t i = 0; i < count; ++i)
    place += (place.empty() ? "" : ", ") + port + " 10.0.0." + std::to_string(i);
  return place;
}

TEST(ReachProbe, TriesNoPrivateHost) {
  ProbeWorld world("");
  const Facts facts =
      world.run(reach_probe(), {about("a", "tls/443 192.168.1.1, stun/3478 192.168.1.1"),
                                about("b", "tcp/443 localhost"), about("c", "ntp/123 [::1]")});
  for (const char* target : {"a", "b", "c"})
    EXPECT_EQ(why_not(facts, target), "target_failed target_address_refused") << target;
  EXPECT_EQ(world.budget.spent(), 0u);
}

TEST(ReachProbe, AnswersWhereNothingIsNamed) {
  ProbeWorld world("");
  EXPECT_EQ(why_not(world.run(reach_probe(), {about("a", "")}), "a"), "unknown_name target_has_no_ports");
}

TEST(ReachProbe, TriesNoMorePairsThanARunMay) {
  ProbeWorld world("");
  const Facts facts =
      world.run(reach_probe(), {about("a", of_hosts(most_reach_pairs)), about("b", "tls/443 10.1.0.1")});
  EXPECT_EQ(why_not(facts, "a"), "target_failed target_address_refused");
  EXPECT_EQ(why_not(facts, "b"), "budget pairs_too_many");
}

TEST(ReachProbe, AnswersEachQuestionAfterAStop) {
  ProbeWorld world("");
  world.stop.request_stop();
  const Facts facts =
      world.run(reach_probe(), {about("a", "tls/443 a.invalid"), about("b", "udp/3478 b.invalid")});
  EXPECT_EQ(why_not(facts, "a"), "stopped");
  EXPECT_NE(why_not(facts, "b"), "known or not answered");
}

TEST(ReachProbe, SendsNothingOnceTheHoursBytesAreSpent) {
  char name[] = "/tmp/deskready-test-XXXXXX";
  const std::filesystem::path folder = mkdtemp(name);
  ProbeWorld world("");
  world.sent_note = folder / "note";
  note_sent(world.sent_note, world.clock.now(), most_reach_bytes);
  // An address of the public internet, to which nothing goes.
  const Facts facts = world.run(reach_probe(), {about("a", "tls/443 1.1.1.1, dns/53 1.1.1.1")});
  EXPECT_EQ(why_not(facts, "a"), "budget tries_too_many_bytes");
  EXPECT_EQ(world.budget.spent(), 0u);
  std::filesystem::remove_all(folder);
}

TEST(ReachProbe, CostsByPairsAndNotByQuestions) {
  const auto cost = [](const std::vector<Question>& questions) {
    return reach_probe().worst_cost(questions, Depth::quick);
  };
  EXPECT_EQ(cost({}).bytes, 0u);
  EXPECT_EQ(cost({}).seconds, 0);
  const std::vector<Question> two = {about("a", "tls/443 a.example"), about("b", "tls/443 a.example")};
  EXPECT_EQ(cost(two).bytes, cost({two.front()}).bytes);
  EXPECT_LT(cost({about("a", of_hosts(most_reach_pairs, "https/443"))}).bytes, 1'000'000u)
      << "a light check by any measure";
  EXPECT_EQ(cost({about("a", of_hosts(most_reach_pairs))}).bytes,
            cost({about("a", of_hosts(most_reach_pairs) + ", tls/443 10.1.0.1")}).bytes);
}

}  // namespace
}  // namespace deskready::network::reach
