// Outcomes and verdicts, and each way to pick a pass that must not work.
#include "reports/assess/assess.h"

#include <map>
#include <random>

#include "config/spec/chain/load.h"
#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

constexpr std::string_view head_lines =
    "[spec]\nlanguage = 1\nname = \"acme-voice\"\nversion = \"1\"\nemployer = \"Acme\"\n";

Spec with(const std::string& rest) {
  return spec_of(std::string(head_lines) + rest);
}

Facts only(std::string_view key, Fact fact) {
  Facts facts;
  facts.add(key, std::move(fact));
  return facts;
}

const Finding& finding_of(const Assessment& assessment, std::string_view rule) {
  for (const Finding& finding : assessment.findings) {
    if (finding.rule == rule) return finding;
  }
  ADD_FAILURE() << "no finding " << rule;
  return assessment.findings.front();
}

/// The outcome of a rule about memory (no far end, no second look), made by choice of the value.
Facts facts_for(Outcome outcome) {
  Facts facts;
  switch (outcome) {
    case Outcome::met:
      facts.add("system.memory.installed", number(16e9));
      break;
    case Outcome::borderline:
      facts.add("system.memory.installed", number(8e9, 7.9e9, 8.1e9));
      break;
    case Outcome::not_measured:
      facts.cannot("system.memory.installed", unmeasured(Cause::no_permission));
      break;
    default:
      facts.add("system.memory.installed", number(4e9));
  }
  return facts;
}

struct VerdictRow {
  Outcome outcome;
  Level level;
  Verdict verdict;
  int code;
};

TEST(Assess, EachOutcomeAtEachLevel) {
  using enum Outcome;
  using enum Verdict;
  const VerdictRow rows[] = {
      {met, Level::require, ready, 0},
      {waived, Level::require, ready, 0},
      {borderline, Level::require, ready_with_warnings, 1},
      {not_measured, Level::require, incomplete, 3},
      {not_met, Level::require, not_ready, 2},
      {not_applicable, Level::require, ready, 0},
      {not_applicable, Level::recommend, ready, 0},
      {met, Level::recommend, ready, 0},
      {waived, Level::recommend, ready, 0},
      {borderline, Level::recommend, ready_with_warnings, 1},
      {not_measured, Level::recommend, ready_with_warnings, 1},
      {not_met, Level::recommend, ready_with_warnings, 1},
  };
  for (const VerdictRow& row : rows) {
    const std::string level(to_string(row.level));
    // A second, required rule that is met, so that a recommendation alone is not "nothing required".
    std::string rules =
        "[require.system]\ncpu.cores = \">= 2\"\n[[rule]]\nid = \"m\"\nfact = "
        "\"system.memory.installed\"\nlimit = \">= 8 GB\"\nlevel = \"" +
        level + "\"\n";
    if (row.outcome == not_applicable) {
      rules.replace(rules.find("[[rule]]"), 8, "[[when]]\nif.role = \"video\"\n[[when.rule]]");
    }
    if (row.outcome == waived)
      rules += "[[waive]]\nrule = \"m\"\nfor = \"everyone\"\nuntil = 2026-11-24\nreason = \"On its way\"\n";
    Facts facts = facts_for(row.outcome);
    facts.add("system.cpu.cores", number(4));
    Circumstances circumstances = ordinary();
    circumstances.role = "voice";
    const Assessment is = assess(with(rules), {facts}, circumstances);
    EXPECT_EQ(to_string(finding_of(is, "m").outcome), to_string(row.outcome)) << level;
    EXPECT_EQ(to_string(is.verdict), to_string(row.verdict)) << level << " " << to_string(row.outcome);
    EXPECT_EQ(exit_code(is.verdict), row.code);
  }
}

TEST(Assess, NothingRequiredIsIncomplete) {
  const Spec spec = with("[recommend.system]\nmemory.installed = \">= 8 GB\"\n");
  EXPECT_EQ(assess(spec, {facts_for(Outcome::met)}, ordinary()).verdict, Verdict::incomplete);
  EXPECT_EQ(assess(with(""), {Facts()}, ordinary()).verdict, Verdict::incomplete);
}

TEST(Assess, FailureOutweighsWhatIsMissing) {
  const Spec spec = with("[require.system]\ncpu.cores = \">= 2\"\nmemory.installed = \">= 8 GB\"\n");
  EXPECT_EQ(assess(spec, {facts_for(Outcome::not_met)}, ordinary()).verdict, Verdict::not_ready);
}

TEST(Assess, AnExpiredSpecIsNeverPlainReady) {
  Spec spec = with("[require.system]\nmemory.installed = \">= 8 GB\"\n");
  spec.expires = "2026-11-23";
  EXPECT_EQ(assess(spec, {facts_for(Outcome::met)}, ordinary()).verdict, Verdict::ready_with_warnings);
  spec.expires = "2026-11-24";
  EXPECT_EQ(assess(spec, {facts_for(Outcome::met)}, ordinary()).verdict, Verdict::ready);
}

// Ways to pick a pass.

constexpr const char* speed_rule = "[require.network]\ndownload = \">= 25 Mbps\"\n";

TEST(PickAPass, PartsLeftOutAreNotMeasured) {
  Circumstances circumstances = ordinary();
  circumstances.parts = {"system"};
  const Assessment is = assess(with(speed_rule), {only("network.download", number(50e6))}, circumstances);
  EXPECT_EQ(is.findings[0].cause, Cause::not_selected);
  EXPECT_EQ(is.verdict, Verdict::incomplete);
}

TEST(PickAPass, LineFactsFromElsewhereAreShownNotJudged) {
  const std::pair<FarEndUsed, Cause> rows[] = {{FarEndUsed::on_this_machine, Cause::no_far_end},
                                               {FarEndUsed::other, Cause::other_far_end},
                                               {FarEndUsed::none, Cause::no_far_end}};
  for (const auto& [used, cause] : rows) {
    for (const double speed : {50e6, 1e6}) {
      Circumstances circumstances = ordinary();
      circumstances.far_end = used;
      const Assessment is =
          assess(with(speed_rule), {only("network.download", number(speed))}, circumstances);
      EXPECT_EQ(is.findings[0].outcome, Outcome::not_measured);
      EXPECT_EQ(is.findings[0].cause, cause);
      EXPECT_TRUE(is.findings[0].measured) << "it is shown";
      EXPECT_EQ(is.verdict, Verdict::incomplete);
    }
  }
}

Assessment to_public_test(const Spec& spec, const Facts& facts) {
  Circumstances circumstances = ordinary();
  circumstances.far_end = FarEndUsed::public_test;
  return assess(spec, {facts}, circumstances);
}

TEST(PickAPass, APublicTestDecidesOnlyWhereTheSpecLetsIt) {
  const std::string url = "url = \"https://edge.acme.example\"\n";
  const std::pair<std::string, bool> rows[] = {{"", true},
                                               {"[far_end]\n" + url, false},
                                               {"[far_end]\n" + url + "public = \"allowed\"\n", true},
                                               {"[far_end]\n" + url + "public = \"forbidden\"\n", false},
                                               {"[far_end]\npublic = \"forbidden\"\n", false}};
  for (const auto& [far_end, judged] : rows) {
    for (const double speed : {50e6, 1e6}) {
      const Spec spec = with(far_end + speed_rule);
      const Assessment is = to_public_test(spec, only("network.download", number(speed)));
      EXPECT_TRUE(is.findings[0].measured) << "it is shown";
      if (judged) {
        EXPECT_EQ(is.findings[0].outcome == Outcome::met, speed > 25e6) << far_end;
        EXPECT_NE(is.findings[0].cause, Cause::other_far_end) << far_end;
      } else {
        EXPECT_EQ(is.findings[0].outcome, Outcome::not_measured) << far_end;
        EXPECT_EQ(is.findings[0].cause, Cause::other_far_end) << far_end;
        EXPECT_EQ(is.verdict, Verdict::incomplete);
        EXPECT_TRUE(second_look(spec, only("network.download", number(speed)),
                                [] {
                                  Circumstances known = ordinary();
                                  known.far_end = FarEndUsed::public_test;
                                  return known;
                                }())
                        .empty())
            << "nothing is loaded again for what decides nothing";
      }
    }
  }
}

TEST(PickAPass, WhatAPublicTestCannotShowKeepsAnEmployersVerdictOpen) {
  const Spec spec = with(std::string(speed_rule) + "loss = \"<= 1 %\"\n");
  Facts facts = only("network.download", number(50e6));
  facts.cannot("network.loss", unmeasured(Cause::public_far_end));
  const Assessment is = to_public_test(spec, facts);
  EXPECT_EQ(is.findings[0].outcome, Outcome::met);
  EXPECT_EQ(is.findings[1].level, Level::require) << "an employer's rules stay as written";
  EXPECT_EQ(is.findings[1].cause, Cause::public_far_end);
  EXPECT_EQ(is.verdict, Verdict::incomplete);
}

TEST(PickAPass, OurOwnListIsAtBestReadyWithWarningsToAPublicTest) {
  Spec spec = with(std::string(speed_rule) + "loss = \"<= 1 %\"\n");
  spec.shipped_baseline = true;
  Facts facts = only("network.download", number(50e6));
  facts.cannot("network.loss", unmeasured(Cause::public_far_end));
  const Assessment is = to_public_test(spec, facts);
  EXPECT_EQ(is.findings[1].outcome, Outcome::not_measured);
  EXPECT_EQ(is.findings[1].level, Level::recommend);
  EXPECT_EQ(is.verdict, Verdict::ready_with_warnings);

  facts.add("network.download", number(1e6));
  EXPECT_NE(to_public_test(spec, facts).verdict, Verdict::ready_with_warnings) << "a bad line stays one";
  facts = only("network.download", number(50e6));
  facts.cannot("network.loss", unmeasured(Cause::too_few_samples));
  EXPECT_EQ(to_public_test(spec, facts).verdict, Verdict::incomplete) << "only what it cannot show";
  facts.cannot("network.loss", unmeasured(Cause::public_far_end));
  EXPECT_EQ(assess(spec, {facts}, ordinary()).verdict, Verdict::incomplete) << "an employer's could";
}

TEST(PickAPass, WithoutFarEndTheProbesOwnCauseIsTold) {
  Circumstances circumstances = ordinary();
  circumstances.far_end = FarEndUsed::none;
  Facts facts;
  facts.cannot("network.download", unmeasured(Cause::far_end_busy));
  EXPECT_EQ(assess(with(speed_rule), {facts}, circumstances).findings[0].cause, Cause::far_end_busy);
}

// What placed the trouble was measured in the check that the figure is from, and may not be there any more.
TEST(Assess, WhereTheTroubleLiesGoesWithTheFigure) {
  const Spec spec = with("[require.network]\nloss = \"<= 1 %\"\n");
  Fact loss = number(0.05, 0.04, 0.06);
  loss.detail["trouble_at"] = "provider";
  const Assessment is = assess(spec, {only("network.loss", loss), only("network.loss", loss)}, ordinary());
  ASSERT_EQ(is.findings.front().outcome, Outcome::not_met);
  EXPECT_EQ(is.findings.front().args.at("trouble_at"), "provider");
  EXPECT_TRUE(lies_beyond_home(is.findings.front()));
}

TEST(Assess, ARateNamesTheSecondsThatItIsTheMeanOf) {
  Fact download = number(6e6, 5e6, 7e6);
  download.detail["looked"] = {{"from", "2026-11-24T09:28:59.125Z"}, {"seconds", 7.213}};
  download.detail["other_minutes"] = {{"low", 3e6}, {"high", 80e6}};
  const auto judged = [&] {
    const Facts facts = only("network.download", download);
    return assess(with(speed_rule), {facts, facts}, ordinary()).findings.front();
  };
  EXPECT_EQ(judged().args.at("looked"), "7.2");
  EXPECT_EQ(judged().outcome, Outcome::not_met) << "what other minutes may bring is judged by nobody";
  for (const auto& broken : {nlohmann::json("x"), nlohmann::json{{"from", "now"}, {"seconds", 1}},
                             nlohmann::json{{"from", "2026-11-24T09:28:59Z"}, {"seconds", -1}}}) {
    download.detail["looked"] = broken;
    EXPECT_FALSE(judged().args.contains("looked")) << broken.dump();
  }
}

TEST(PickAPass, FactsOfTheComputerNeedNoFarEnd) {
  Circumstances circumstances = ordinary();
  circumstances.far_end = FarEndUsed::on_this_machine;
  const Spec spec = with("[require.network]\nlink.kind = \"ethernet\"\n");
  EXPECT_EQ(assess(spec, {only("network.link.kind", text("ethernet"))}, circumstances).verdict,
            Verdict::ready);
}

TEST(PickAPass, AFactThatNobodyMeasuredIsNoPass) {
  const Assessment is = assess(with(speed_rule), {Facts()}, ordinary());
  EXPECT_EQ(is.findings[0].cause, Cause::unsupported);
  EXPECT_EQ(is.verdict, Verdict::incomplete);
}

TEST(PickAPass, WaiverHoldsForItsReferenceAndDaysOnly) {
  const Spec spec = with(
      "[require.system]\nmemory.installed = \">= 8 GB\"\n[[waive]]\nrule = "
      "\"require.system.memory.installed\"\nfor = \"A-1042\"\nuntil = 2026-11-24\nreason = \"Ordered\"\n");
  const std::tuple<const char*, const char*, Outcome> rows[] = {{"A-1042", "2026-11-24", Outcome::waived},
                                                                {"A-1042", "2026-11-25", Outcome::not_met},
                                                                {"A-1043", "2026-11-24", Outcome::not_met},
                                                                {"", "2026-11-24", Outcome::not_met}};
  for (const auto& [reference, today, outcome] : rows) {
    Circumstances circumstances = ordinary();
    circumstances.reference = reference;
    circumstances.today = today;
    const Finding finding = assess(spec, {facts_for(Outcome::not_met)}, circumstances).findings[0];
    EXPECT_EQ(to_string(finding.outcome), to_string(outcome)) << reference << " " << today;
    if (outcome == Outcome::waived) {
      EXPECT_EQ(finding.args.at("until"), "2026-11-24");
    }
  }
  Circumstances circumstances = ordinary();
  circumstances.reference = "A-1042";
  EXPECT_EQ(assess(spec, {facts_for(Outcome::met)}, circumstances).findings[0].outcome, Outcome::met);
}

constexpr const char* question =
    "[ask.line]\ntext = \"What line?\"\nanswers = [\"cable\", \"dsl\"]\naccept = [\"cable\"]\n";

TEST(Questions, AnswersAreDeclaredAndAge) {
  const Spec lasting = with(std::string(question) + "valid = \"180 d\"\n");
  const Spec once = with(question);
  struct Row {
    const Spec* spec;
    const char* answer;
    const char* when;
    Outcome outcome;
  };
  const Row rows[] = {
      {&lasting, "cable", "2026-11-24T09:29:10Z", Outcome::met},
      {&lasting, "dsl", "2026-11-24T09:29:10Z", Outcome::not_met},
      {&lasting, "cable", "2026-06-01T00:00:00Z", Outcome::met},
      {&lasting, "cable", "2026-05-01T00:00:00Z", Outcome::not_measured},
      {&once, "cable", "2026-11-24T09:29:10Z", Outcome::met},
      {&once, "cable", "2026-11-24T09:28:59Z", Outcome::not_measured},
      {&lasting, nullptr, nullptr, Outcome::not_measured},
  };
  for (const Row& row : rows) {
    Circumstances circumstances = ordinary();
    if (row.answer != nullptr) circumstances.answers["line"] = {row.answer, at(row.when)};
    const Finding finding = assess(*row.spec, {Facts()}, circumstances).findings[0];
    EXPECT_EQ(to_string(finding.outcome), to_string(row.outcome)) << (row.when ? row.when : "none");
    EXPECT_EQ(finding.trust, Trust::declared);
    if (row.outcome == Outcome::not_measured) {
      EXPECT_EQ(finding.cause, Cause::not_asked);
    }
  }
}

// Second look. u = undecided, f = fails, p = passes, c = close; - = not measured again.

Fact speed(char kind) {
  switch (kind) {
    case 'p':
      return number(50e6, 45e6, 55e6);
    case 'f':
      return number(10e6, 9e6, 11e6);
    case 'c':
      return number(25e6, 23e6, 27e6);
    case 's':
      return number(10e6, 1);  // too few samples
    default:
      return number(25e6, 5e6, 60e6);
  }
}

Finding after(const char* kinds, std::string_view level = "require") {
  std::vector<Facts> attempts;
  for (const char* kind = kinds; *kind != '\0'; ++kind) {
    Facts facts;
    if (*kind == '-') {
      facts.cannot("network.download", unmeasured(Cause::far_end_failed));
    } else {
      facts.add("network.download", speed(*kind));
    }
    attempts.push_back(std::move(facts));
  }
  const Spec spec = with("[" + std::string(level) + ".network]\ndownload = \">= 25 Mbps\"\n");
  return assess(spec, attempts, ordinary()).findings[0];
}

TEST(SecondLook, TwoFailuresFailAndDisagreementIsUnstable) {
  using enum Outcome;
  const std::tuple<const char*, Outcome, const char*> rows[] = {
      {"p", met, "met"},
      {"c", borderline, "close"},
      {"u", not_measured, "undecided"},
      {"f", not_measured, "undecided"},
      {"ff", not_met, "too_low"},
      {"fp", borderline, "unstable"},
      {"fc", borderline, "unstable"},
      {"fu", not_measured, "undecided"},
      {"f-", not_measured, "undecided"},
      {"pf", borderline, "unstable"},
      {"up", borderline, "unstable"},
      {"fs", not_measured, "undecided"},
      {"sp", met, "met"},
      // A recheck has those of the check before it.
      {"ffp", borderline, "unstable"},
      {"ffc", borderline, "unstable"},
      {"ffu", not_met, "too_low"},
      {"fff", not_met, "too_low"},
      {"pff", not_met, "too_low"},
      {"ffpf", not_met, "too_low"},
  };
  for (const auto& [kinds, outcome, code] : rows) {
    const Finding finding = after(kinds);
    EXPECT_EQ(to_string(finding.outcome), to_string(outcome)) << kinds;
    EXPECT_EQ(finding.code, code) << kinds;
  }
  EXPECT_EQ(after("fp").first.value().value, Value(10e6));
  EXPECT_EQ(after("fp").measured.value().value, Value(50e6));
}

TEST(SecondLook, ARecommendationNeedsNone) {
  EXPECT_EQ(after("f", "recommend").outcome, Outcome::not_met);
}

TEST(SecondLook, WorseAttemptNeverGetsBetterOutcome) {
  const std::string_view worst_first = "fucp";
  const auto goodness = [](Outcome outcome) {
    return outcome == Outcome::met          ? 3
           : outcome == Outcome::borderline ? 2
           : outcome == Outcome::not_met    ? 0
                                            : 1;
  };
  for (std::size_t i = 0; i + 1 < worst_first.size(); ++i) {
    for (const char other : worst_first) {
      const char worse[] = {worst_first[i], other, '\0'}, better[] = {worst_first[i + 1], other, '\0'};
      const char worse_last[] = {other, worst_first[i], '\0'},
                 better_last[] = {other, worst_first[i + 1], '\0'};
      EXPECT_LE(goodness(after(worse).outcome), goodness(after(better).outcome)) << worse << " " << better;
      EXPECT_LE(goodness(after(worse_last).outcome), goodness(after(better_last).outcome))
          << worse_last << " " << better_last;
      for (const char third : worst_first) {
        const std::string two{other, third};
        for (std::size_t place = 0; place <= two.size(); ++place) {
          std::string bad = two, good = two;
          bad.insert(place, 1, worst_first[i]);
          good.insert(place, 1, worst_first[i + 1]);
          EXPECT_LE(goodness(after(bad.c_str()).outcome), goodness(after(good.c_str()).outcome))
              << bad << " " << good;
        }
      }
    }
  }
}

// What takes a person must be known where one was guided, and decides nothing where nobody was asked.
TEST(Assess, AGuidedRuleCountsInAGuidedCheckAndWhereItsFigureIsKnown) {
  const Spec spec = with(
      "[require.audio]\nheadset.present = true\nspeaker.heard = { limit = true, guided = true }\n"
      "[recommend.audio]\nnoise_floor = { limit = \"<= -45 dBFS\", guided = true }\n");
  const auto verdict = [&](const Facts& facts, bool guided) {
    Circumstances circumstances = ordinary();
    circumstances.guided = guided;
    return assess(spec, {facts}, circumstances).verdict;
  };
  Facts facts = only("audio.headset.present", truth(true));
  facts.cannot("audio.speaker.heard", unmeasured(Cause::not_asked));
  facts.cannot("audio.noise_floor", unmeasured(Cause::refused));
  EXPECT_EQ(verdict(facts, false), Verdict::ready);
  const Finding listed = finding_of(assess(spec, {facts}, ordinary()), "require.audio.speaker.heard");
  EXPECT_EQ(listed.outcome, Outcome::not_applicable);
  EXPECT_EQ(listed.code, "left_for_a_person");
  EXPECT_EQ(verdict(facts, true), Verdict::incomplete) << "a step that was skipped";
  facts.add("audio.speaker.heard", truth(false));
  EXPECT_EQ(verdict(facts, false), Verdict::not_ready) << "as an earlier guided check found it";
  Circumstances left_out = ordinary();
  left_out.parts.erase("audio");
  EXPECT_EQ(assess(spec, {facts}, left_out).verdict, Verdict::incomplete) << "nobody can pick a pass";
}

/// A healthy desk, as the background service sees it that opens no microphone.
Facts healthy_desk() {
  Facts facts;
  for (const auto& [key, value] : std::map<std::string, double>{{"network.latency", 0.02},
                                                                {"network.latency_download", 0.03},
                                                                {"network.latency_upload", 0.03},
                                                                {"network.queue_download", 0.1},
                                                                {"network.queue_upload", 0.1},
                                                                {"network.jitter", 0.001},
                                                                {"network.loss", 0},
                                                                {"network.download", 50e6},
                                                                {"network.upload", 10e6},
                                                                {"network.call.mos", 4.3},
                                                                {"system.cpu.cores", 4},
                                                                {"system.memory.installed", 16e9},
                                                                {"system.disk.free", 50e9}}) {
    Fact fact = number(value);
    fact.samples = 1000;
    facts.add(key, fact);
  }
  facts.add("network.link.kind", text("ethernet"));
  facts.add("audio.headset.present", truth(true));
  facts.add("audio.headset.connection", text("usb"));
  facts.add("audio.microphone.muted", truth(false));
  facts.add("system.virtual_machine", truth(false));
  for (const char* key : {"audio.speech.level", "audio.snr"}) facts.cannot(key, unmeasured(Cause::not_asked));
  for (const char* key : {"audio.speaker.heard", "audio.noise_floor"})
    facts.cannot(key, unmeasured(Cause::refused));
  return facts;
}

TEST(VoiceBaseline, EndsReadyForAHealthyDeskWhoseMicrophoneStaysClosed) {
  const Spec spec = load_spec("voice-baseline").value();
  EXPECT_EQ(assess(spec, {healthy_desk()}, ordinary()).verdict, Verdict::ready);
}

TEST(VoiceBaseline, DoesNotEndReadyWithALongQueueOrAnUnheardSpeaker) {
  const Spec spec = load_spec("voice-baseline").value();
  Facts facts = healthy_desk();
  facts.add("network.queue_upload", number(0.8));
  facts.known.find("network.queue_upload")->second.samples = 80;
  EXPECT_EQ(assess(spec, {facts}, ordinary()).verdict, Verdict::ready_with_warnings);
  facts = healthy_desk();
  facts.add("audio.speaker.heard", truth(false));
  EXPECT_EQ(assess(spec, {facts}, ordinary()).verdict, Verdict::not_ready);
  Circumstances guided = ordinary();
  guided.guided = true;
  EXPECT_EQ(assess(spec, {healthy_desk()}, guided).verdict, Verdict::incomplete);
}

TEST(SecondLook, AsksForFailedRequiredLineFactsOnce) {
  const Spec spec = with(
      "[require.network]\ndownload = \">= 25 Mbps\"\n[recommend.network]\nupload = \">= 9 "
      "Mbps\"\n[require.system]\nmemory.installed = \">= 8 GB\"\n[[rule]]\nid = \"again\"\nfact = "
      "\"network.download\"\nlevel = \"require\"\nlimit = \">= 20 Mbps\"\n");
  Facts facts = facts_for(Outcome::not_met);
  facts.add("network.download", speed('f'));
  facts.add("network.upload", speed('f'));
  const auto keys = second_look(spec, facts, ordinary());
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(to_string(keys[0]), "network.download");
  Circumstances elsewhere = ordinary();
  elsewhere.far_end = FarEndUsed::on_this_machine;
  EXPECT_TRUE(second_look(spec, facts, elsewhere).empty());
}

// Any rule added can only make it worse. The one exception is the design's own: a spec of which nothing that
// is required was judged is incomplete, and a required rule that is met ends that.
TEST(Assess, AddingARuleNeverImprovesTheVerdict) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> gigabytes(1, 32), count(1, 6), level(0, 1), state(0, 2);
  const auto rule = [&](int number_of) {
    Rule made;
    made.id = "r" + std::to_string(number_of);
    made.key.name = "system.memory.installed";
    made.level = level(random) == 0 ? Level::require : Level::recommend;
    made.comparison.op = Operator::at_least;
    made.comparison.low = made.comparison.high = gigabytes(random) * 1e9;
    return made;
  };
  for (int i = 0; i < 3000; ++i) {
    Facts facts;
    if (state(random) == 0) {
      facts.cannot("system.memory.installed", unmeasured(Cause::failed));
    } else {
      const double value = gigabytes(random) * 1e9;
      facts.add("system.memory.installed", number(value, value * 0.95, value * 1.05));
    }
    Spec spec;
    const int rules = count(random);
    for (int n = 0; n < rules; ++n) spec.rules.push_back(rule(n));
    const Assessment before = assess(spec, {facts}, ordinary());
    const bool judged =
        std::any_of(before.findings.begin(), before.findings.end(), [](const Finding& finding) {
          return finding.level == Level::require && finding.outcome != Outcome::not_measured;
        });
    spec.rules.push_back(rule(99));
    const Assessment after_it = assess(spec, {facts}, ordinary());
    if (judged) {
      ASSERT_GE(after_it.verdict, before.verdict);
    }
  }
}

/// The history decides, not what this check found; without a history nothing is decided.
TEST(Assess, ARuleOverTimeIsJudgedFromTheHistory) {
  const Spec spec = with(
      "[require.network]\ndownload = { limit = \">= 25 Mbps\", window = \"14 d\", share = \">= 95 %\" }\n"
      "outages = \"<= 2\"\n");
  const auto judged = [&](const Circumstances& circumstances, const char* rule) {
    return finding_of(assess(spec, {only("network.download", number(100e6))}, circumstances), rule);
  };
  for (const char* rule : {"require.network.download", "require.network.outages"}) {
    EXPECT_EQ(judged(ordinary(), rule).cause, Cause::too_little_history) << rule;
    EXPECT_FALSE(judged(ordinary(), rule).measured);
  }
  Circumstances known = ordinary();
  known.far_end = FarEndUsed::on_this_machine;  // of this check; the history has its own
  known.over_time.emplace("require.network.download", number(0.90, 300));
  known.over_time.emplace("require.network.outages", number(1, 300));
  const Finding share = judged(known, "require.network.download");
  EXPECT_EQ(share.outcome, Outcome::not_met);
  EXPECT_DOUBLE_EQ(share.asked.low, 0.95);
  EXPECT_EQ(share.limit.value().low, 25e6);
  EXPECT_EQ(share.measured.value().value, Value(0.9));
  EXPECT_EQ(share.key, "network.download#share>=25000000/14d");
  EXPECT_EQ(judged(known, "require.network.outages").outcome, Outcome::met);
  known.parts = {"audio"};
  EXPECT_EQ(judged(known, "require.network.download").cause, Cause::not_selected);
  // One failure of many checks is no single failure to look at again.
  EXPECT_TRUE(second_look(spec, only("network.download", number(1e6)), ordinary()).empty());
}

}  // namespace
}  // namespace deskready
