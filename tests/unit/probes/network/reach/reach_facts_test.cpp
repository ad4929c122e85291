// What tries say of targets; the tries are made up.
#include "probes/network/reach/reach_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/spec/targets/target_place.h"
#include "probes/noted.h"

namespace deskready::network::reach {
namespace {

Reach tls(const std::string& host) {
  return {ReachBy::tls, {host, 443}};
}

Tried answered(const Reach& reach, const std::string& address = "192.0.2.1") {
  Tried one{.reach = reach};
  one.answered = true;
  one.address = address;
  return one;
}

Tried failed(const Reach& reach, const Explanation& why) {
  return {.reach = reach, .why = why};
}

Tried untold(const Reach& reach, const Unmeasured& why) {
  Tried one{.reach = reach};
  one.untold = why;
  return one;
}

constexpr const char* key = "network.reachable@media";

Facts facts_of(const std::vector<Tried>& all, bool only_by_proxy = false) {
  std::vector<Reach> reaches;
  for (const Tried& one : all) reaches.push_back(one.reach);
  const std::vector<Question> questions = {{parse_fact_key(key).value(), {}, reach_text(reaches)}};
  return reach_facts(all, questions, only_by_proxy, {});
}

std::string why_not(const Facts& facts) {
  const Unmeasured* why = facts.why_not(key);
  if (why == nullptr) return "known or not answered";
  const auto detail = why->args.find("detail");
  return std::string(to_string(why->cause)) + (detail == why->args.end() ? "" : " " + detail->second);
}

const Unmeasured silence = unmeasured(Cause::target_failed, Detail::port_no_answer);

TEST(ReachFacts, SayYesWhereEachPortOfEachHostAnswered) {
  const Facts facts = facts_of({answered(tls("a.example")), answered(tls("b.example"))});
  const Fact* fact = facts.find(key);
  ASSERT_NE(fact, nullptr);
  EXPECT_EQ(fact->value, Value(true));
  EXPECT_EQ(fact->how, Method(How::connections_by, {{"protocols", Term("TLS")}}));
  EXPECT_EQ(fact->samples, 2u);
  EXPECT_EQ(fact->detail["address_family"], "IPv4");
  EXPECT_EQ(fact->detail["place"], target_place_mark("tls/443 a.example, tls/443 b.example"));
  EXPECT_FALSE(noted_unreached(*fact));
}

TEST(ReachFacts, SayNoWhereOneDidNotAndWhichItWas) {
  const Facts facts =
      facts_of({answered(tls("a.example")), failed(tls("b.example"), Detail::certificate_expired),
                failed(tls("c.example"), Detail::refuses_connection)});
  const Fact* fact = facts.find(key);
  ASSERT_NE(fact, nullptr);
  EXPECT_EQ(fact->value, Value(false));
  const auto unreached = noted_unreached(*fact);
  ASSERT_TRUE(unreached);
  EXPECT_EQ(unreached->pair, 2u);
  EXPECT_TRUE(unreached->why.is(Detail::certificate_expired));
}

TEST(ReachFacts, SayNothingWhereItCannotBeTold) {
  const Facts facts = facts_of({answered(tls("a.example")), untold(tls("c.example"), silence)});
  EXPECT_EQ(why_not(facts), "target_failed port_no_answer");
  EXPECT_EQ(facts.why_not(key)->args.at("pair"), "2");
  const Facts stopped = facts_of({untold(tls("a.example"), unmeasured(Cause::stopped))});
  EXPECT_EQ(why_not(stopped), "stopped");
  EXPECT_FALSE(stopped.why_not(key)->args.contains("pair")) << "no pair is the reason";
}

// All ports answer or not: what one of them did is enough to say that they do not.
TEST(ReachFacts, SayNoWhereOneDidNotWhateverElseCannotBeTold) {
  const Facts facts = facts_of({untold(tls("a.example"), silence), failed(tls("b.example"), Detail::no_tls)});
  ASSERT_NE(facts.find(key), nullptr);
  EXPECT_EQ(facts.find(key)->value, Value(false));
}

TEST(ReachFacts, BlameNoTargetWhereOnlyAProxyLeadsOut) {
  const std::vector<Tried> no_way = {failed(tls("a.example"), Detail::no_way_to_it)};
  const std::vector<Tried> no_name = {
      untold(tls("a.example"), unmeasured(Cause::target_failed, Detail::name_not_found))};
  EXPECT_EQ(why_not(facts_of(no_way, true)), "in_between only_proxy");
  EXPECT_EQ(why_not(facts_of(no_name, true)), "in_between only_proxy");
  EXPECT_EQ(why_not(facts_of(no_name)), "target_failed name_not_found");
  EXPECT_NE(facts_of(no_way).find(key), nullptr);
  EXPECT_NE(facts_of({failed(tls("a.example"), Detail::refuses_connection)}, true).find(key), nullptr)
      << "somebody was there to refuse";
}

TEST(ReachFacts, TellWhichFamilyAnsweredAndWhichDidNot) {
  Tried one = answered(tls("a.example"), "2606:4700::1");
  one.unused = {{"192.0.2.1", NotUsed::silent}};
  Tried other = answered(tls("b.example"), "2606:4700::2");
  other.unused = one.unused;
  const Facts facts = facts_of({one, other});
  ASSERT_NE(facts.find(key), nullptr);
  EXPECT_EQ(facts.find(key)->detail["address_family"], "IPv6");
  EXPECT_EQ(facts.find(key)->detail["unused"], nlohmann::json::array({"v4_silent"}));
  other = answered(tls("b.example"));
  EXPECT_FALSE(facts_of({one, other}).find(key)->detail.contains("address_family")) << "both did";
}

TEST(ReachFacts, TellWhatOpensConnectionsThatWork) {
  Tried one = answered(tls("a.example"));
  one.opened_by = "Zscaler";
  const Facts facts = facts_of({one});
  ASSERT_NE(facts.find(key), nullptr);
  EXPECT_EQ(facts.find(key)->value, Value(true));
  EXPECT_EQ(facts.find(key)->detail["opened_by"], nlohmann::json::array({"Zscaler"}));
}

TEST(ReachFacts, NameTheProductThatKeepsFromATarget) {
  const Facts facts =
      facts_of({failed(tls("a.example"), {Detail::opened_on_the_way, {{"name", Term("Zscaler")}}})});
  ASSERT_NE(facts.find(key), nullptr);
  const auto unreached = noted_unreached(*facts.find(key));
  ASSERT_TRUE(unreached);
  EXPECT_EQ(unreached->why.written().at("name"), "Zscaler");
}

TEST(ReachFacts, SayThatATargetIsNoPlace) {
  const std::vector<Question> questions = {{parse_fact_key(key).value(), {}, ""}};
  EXPECT_EQ(why_not(reach_facts({}, questions, false, {})), "unknown_name target_has_no_ports");
}

// Of a fact that comes out of a file anything may be missing or of another type.
TEST(ReachFacts, AreReadBackOnlyWhole) {
  Fact fact;
  note_unreached({3, Detail::no_tls}, fact);
  EXPECT_TRUE(noted_unreached(fact));
  for (const char* member : {"unreached", "unreached_why"}) {
    Fact less = fact, other = fact;
    less.detail.erase(member);
    other.detail[member] = true;
    EXPECT_FALSE(noted_unreached(less)) << member;
    EXPECT_FALSE(noted_unreached(other)) << member;
  }
  for (const double pair : {0.0, -1.0, 1e9}) {
    Fact other = fact;
    other.detail["unreached"] = pair;
    EXPECT_FALSE(noted_unreached(other)) << pair;
  }
  fact.detail["unreached_why"] = "a_later_versions";
  EXPECT_FALSE(noted_unreached(fact));
}

}  // namespace
}  // namespace deskready::network::reach
