// The line to a server of [targets] is judged without a far end, and never by another server's figures.
#include "config/spec/line_server.h"
#include "config/spec/targets/target_place.h"
#include "probes/noted.h"
#include "reports/assess/assess.h"
#include "reports/words/advice_words.h"
#include "reports/words/finding_words.h"
#include "reports/words/language.h"
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

/// Asks whether a target can be reached.
Spec with_ports() {
  return spec_of(
      "[spec]\nlanguage = 1\nname = \"t\"\n[targets.media]\nhost = \"media.acme.example\"\n"
      "ports = [\"tcp/5060\", \"tls/443\"]\n[require.network]\n\"reachable@media\" = true\n");
}

Finding reached(Fact fact) {
  Facts facts;
  facts.add("network.reachable@media", std::move(fact));
  // What fails is looked at twice.
  return assess(with_ports(), std::vector<Facts>{facts, facts}, ordinary()).findings.front();
}

TEST(Targets, ThatAreNotReachedAreNamedWithWhatHappened) {
  Fact fact;
  fact.value = false;
  fact.detail["place"] = target_place_mark("tcp/5060 media.acme.example, tls/443 media.acme.example");
  note_unreached({2, Detail::certificate_expired}, fact);
  const Finding finding = reached(fact);
  EXPECT_EQ(finding.outcome, Outcome::not_met);
  EXPECT_EQ(
      unmarked(finding_sentence("en", finding)),
      "Can be reached (media): media.acme.example cannot be reached by tls/443: its certificate is not to "
      "be trusted: it has expired, or this computer's clock is wrong.");
}

TEST(Targets, ThatSomethingOpensOnTheWayHaveAdviceOfTheirOwn) {
  Fact fact;
  fact.value = false;
  note_unreached({1, {Detail::opened_on_the_way, {{"name", Term("Zscaler")}}}}, fact);
  const Finding finding = reached(fact);
  EXPECT_NE(unmarked(finding_sentence("en", finding)).find("signs them itself: Zscaler"), std::string::npos)
      << unmarked(finding_sentence("en", finding));
  EXPECT_NE(unmarked(advice_words("en", finding)).find("media.acme.example"), std::string::npos)
      << unmarked(advice_words("en", finding));
  EXPECT_EQ(finding.effort, Effort::close);
}

TEST(Targets, OfWhichItCannotBeToldAreNamed) {
  Facts facts;
  Unmeasured why = unmeasured(Cause::target_failed, Detail::port_no_answer);
  why.args["pair"] = "2";
  facts.cannot("network.reachable@media", why);
  const Finding finding = assess(with_ports(), std::vector<Facts>{facts}, ordinary()).findings.front();
  EXPECT_EQ(finding.outcome, Outcome::not_measured);
  const std::string said = unmarked(finding_sentence("en", finding));
  EXPECT_NE(said.find("media.acme.example by tls/443: no answer came back"), std::string::npos) << said;
}

TEST(Targets, OfAListThatIsNotTheEmployersSayWhoseItIs) {
  Spec spec = with_ports();
  Target& target = spec.targets.at("media");
  target.reading = "unofficial";
  target.source = "https://provider.example/ports";
  target.published = "2026-07-22";
  Facts facts;
  Fact fact;
  fact.value = false;
  note_unreached({1, Detail::refuses_connection}, fact);
  facts.add("network.reachable@media", fact);
  const Finding finding = assess(spec, std::vector<Facts>{facts, facts}, ordinary()).findings.front();
  const std::string said = unmarked(finding_sentence("en", finding));
  EXPECT_TRUE(
      said.ends_with("The host is of an unofficial list, by https://provider.example/ports of 2026-07-22."))
      << said;
}

// A pair that the target does not have, as of a report that somebody wrote, is none.
TEST(Targets, AreNotNamedByAPairThatTheyDoNotHave) {
  Fact fact;
  fact.value = false;
  note_unreached({3, Detail::no_tls}, fact);
  EXPECT_FALSE(reached(fact).args.contains("host"));
}

TEST(Targets, ThatAreReachedElsewhereAreNotJudged) {
  Fact fact;
  fact.value = true;
  fact.detail["place"] = target_place_mark("tls/443 media.bolt.example");
  EXPECT_EQ(reached(fact).cause, Cause::other_far_end);
}

}  // namespace
}  // namespace deskready
