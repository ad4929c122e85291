// The line to a server of [targets] is judged without a far end, and never by another server's figures.
#include "config/spec/line_server.h"
#include "reports/assess/assess.h"
#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

Finding judged(Fact fact, FarEndUsed far_end = FarEndUsed::on_this_machine,
               const std::string& rule = "\"latency@media\" = \"<= 100 ms\"") {
  const Spec spec = spec_of(
      "[spec]\nlanguage = 1\nname = \"t\"\n[targets.media]\nstun = \"stun:turn.acme.example\"\n"
      "[require.network]\n" +
      rule + "\n");
  Circumstances circumstances = ordinary();
  circumstances.far_end = far_end;
  Facts facts;
  const std::string key = to_string(spec.rules.front().key);
  facts.add(key, std::move(fact));
  return assess(spec, std::vector<Facts>{facts}, circumstances).findings.front();
}

Fact measured_to(std::string_view server) {
  Fact fact = number(0.05, 0.045, 0.06, 60);
  fact.detail["place"] = line_server_mark(server);
  return fact;
}

TEST(Targets, AreJudgedWhateverTheFarEndIs) {
  for (const FarEndUsed used : {FarEndUsed::none, FarEndUsed::on_this_machine, FarEndUsed::other}) {
    EXPECT_EQ(judged(measured_to("stun:turn.acme.example"), used).outcome, Outcome::met);
  }
}

TEST(Targets, AreNotJudgedByAnotherServersFigure) {
  const Finding finding = judged(measured_to("stun:turn.bolt.example"));
  EXPECT_EQ(finding.outcome, Outcome::not_measured);
  EXPECT_EQ(finding.cause, Cause::other_far_end);
}

TEST(Targets, AreNotJudgedByWhatAStunServerShowedWhereATurnServerIsNamed) {
  const Spec spec = spec_of(
      "[spec]\nlanguage = 1\nname = \"t\"\n[targets.media]\nturn = \"turn:turn.acme.example\"\n"
      "[require.network]\n\"latency@media\" = \"<= 100 ms\"\n");
  for (const auto& [server, outcome] : {std::pair("turn:turn.acme.example", Outcome::met),
                                        {"stun:turn.acme.example", Outcome::not_measured}}) {
    Facts facts;
    facts.add("network.latency@media", measured_to(server));
    EXPECT_EQ(assess(spec, std::vector<Facts>{facts}, ordinary()).findings.front().outcome, outcome)
        << server;
  }
}

TEST(Targets, NeedTheSamplesThatAServerGives) {
  const std::string loss = "\"loss@media\" = \"<= 20 %\"";
  EXPECT_EQ(judged(number(0, 0, 0.1, 60), FarEndUsed::none, loss).outcome, Outcome::met)
      << "the far end's hundred are not asked of it";
  EXPECT_EQ(judged(number(0, 0, 0.1, 49), FarEndUsed::none, loss).cause, Cause::too_few_samples);
  EXPECT_EQ(judged(number(0, 0, 0.1, 60), FarEndUsed::as_named, "loss = \"<= 20 %\"").cause,
            Cause::too_few_samples);
}

}  // namespace
}  // namespace deskready
