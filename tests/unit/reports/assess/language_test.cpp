// What the language's larger parts come to: choices, whens, conditions, needs, evidence; and that none of
// them is a way to pick a pass.
#include <algorithm>
#include <random>

#include "reports/words/finding_words.h"
#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

constexpr std::string_view head_lines = "[spec]\nlanguage = 1\nname = \"acme\"\nemployer = \"Acme\"\n";

Spec with(std::string_view rest) {
  return spec_of(std::string(head_lines) + std::string(rest));
}

Facts facts_of(std::initializer_list<std::pair<const char*, Fact>> all) {
  Facts facts;
  for (const auto& [key, fact] : all) facts.add(key, fact);
  return facts;
}

const Finding& finding_of(const Assessment& assessment, std::string_view rule) {
  for (const Finding& finding : assessment.findings) {
    if (finding.rule == rule) return finding;
  }
  ADD_FAILURE() << "no finding " << rule;
  static const Finding none;
  return none;
}

constexpr std::string_view choice_text = R"~(
[one_of.computer]
fix = "Use another computer."
[one_of.computer.windows]
system.os.family = "windows"
system.memory.installed = ">= 4 GB"
[one_of.computer.linux]
system.os.family = "linux"
system.memory.installed = ">= 8 GB"
)~";

TEST(OneOf, IsAsGoodAsItsBestAlternative) {
  struct Row {
    const char* os;
    Fact memory;
    Outcome outcome;
    const char* code;
    Verdict verdict;
  };
  const Row rows[] = {
      {"linux", number(16e9), Outcome::met, "met", Verdict::ready},
      {"windows", number(4e9), Outcome::met, "met", Verdict::ready},
      {"linux", number(4e9), Outcome::not_met, "none_of", Verdict::not_ready},
      {"linux", number(8e9, 7.9e9, 8.1e9), Outcome::borderline, "close", Verdict::ready_with_warnings},
      {"linux", number(8e9, 1e9, 9e9), Outcome::not_measured, "undecided", Verdict::incomplete},
      {"macos", number(64e9), Outcome::not_met, "none_of", Verdict::not_ready},
  };
  for (const Row& row : rows) {
    const Assessment is =
        assess(with(choice_text),
               {facts_of({{"system.os.family", text(row.os)}, {"system.memory.installed", row.memory}})},
               ordinary());
    ASSERT_EQ(is.findings.size(), 1u);
    EXPECT_EQ(to_string(is.findings[0].outcome), to_string(row.outcome)) << row.os;
    EXPECT_EQ(is.findings[0].code, row.code) << row.os;
    EXPECT_EQ(is.verdict, row.verdict) << row.os;
  }
}

TEST(OneOf, WhatNobodyMeasuredDecidesNothing) {
  Facts facts = facts_of({{"system.os.family", text("linux")}});
  facts.cannot("system.memory.installed", unmeasured(Cause::no_permission));
  const Assessment is = assess(with(choice_text), {facts}, ordinary());
  EXPECT_EQ(is.findings[0].outcome, Outcome::not_measured);
  EXPECT_EQ(is.findings[0].cause, Cause::no_permission);
  EXPECT_EQ(is.verdict, Verdict::incomplete);
}

// Of the computer's own maker something is asked, so what is asked of another is not met; where no
// alternative names the maker, nobody can tell.
TEST(OneOf, OverMakersOfProcessorsCanSayNo) {
  const Spec spec = with(
      "[one_of.cpu.intel]\nsystem.cpu.model = \">= Intel Core i5 gen 7\"\n"
      "[one_of.cpu.amd]\nsystem.cpu.model = \">= AMD Ryzen 3\"\n[one_of.cpu.mac]\nsystem.os.family = "
      "\"macos\"\n");
  const std::pair<const char*, Outcome> rows[] = {
      {"Intel(R) Core(TM) i5-6500 CPU @ 3.20GHz", Outcome::not_met},
      {"Intel(R) Core(TM) i5-7500 CPU @ 3.40GHz", Outcome::met},
      {"Intel(R) Celeron(R) N4020 CPU @ 1.10GHz", Outcome::not_met},
      {"AMD Athlon Silver 3050U", Outcome::not_met},
      {"AMD Ryzen 3 1200 Quad-Core Processor", Outcome::met},
      {"Intel(R) Xeon(R) CPU E3-1245 v5 @ 3.50GHz", Outcome::not_measured},
      {"ARM Cortex-A72", Outcome::not_measured},
      {"QEMU Virtual CPU version 2.5+", Outcome::not_measured},
  };
  for (const auto& [name, outcome] : rows) {
    const Assessment is =
        assess(spec, {facts_of({{"system.os.family", text("linux")}, {"system.cpu.model", text(name)}})},
               ordinary());
    EXPECT_EQ(to_string(is.findings[0].outcome), to_string(outcome)) << name;
  }
}

TEST(OneOf, HasTheWeakestTrustThatItUsed) {
  const Spec spec = with("[one_of.line.a]\nnetwork.latency = \"<= 100 ms\"\nnetwork.loss = \"<= 1 %\"\n");
  Fact lag = number(0.02), loss = number(0.0);
  lag.trust = Trust::witnessed;
  const auto trust = [&] {
    return assess(spec, {facts_of({{"network.latency", lag}, {"network.loss", loss}})}, ordinary())
        .findings[0]
        .trust;
  };
  EXPECT_EQ(trust(), Trust::self);
  loss.trust = Trust::challenged;
  EXPECT_EQ(trust(), Trust::challenged);
  loss.trust = Trust::disputed;
  EXPECT_EQ(trust(), Trust::disputed);
  loss.trust = Trust::witnessed;
  EXPECT_EQ(trust(), Trust::witnessed);
}

TEST(OneOf, CanBeRecommendedAndWaived) {
  const std::string text =
      std::string(choice_text) +
      "[[waive]]\nrule = \"one_of.computer\"\nfor = \"A-1\"\nuntil = 2026-12-01\nreason = \"r\"\n";
  const Facts facts =
      facts_of({{"system.os.family", deskready::text("macos")}, {"system.memory.installed", number(1e9)}});
  Circumstances circumstances = ordinary();
  EXPECT_EQ(assess(with(text), {facts}, circumstances).verdict, Verdict::not_ready);
  circumstances.reference = "A-1";
  EXPECT_EQ(assess(with(text), {facts}, circumstances).findings[0].outcome, Outcome::waived);
}

constexpr std::string_view video_text = R"~(
[spec]
language = 1
name = "acme"
roles = ["voice", "video"]
[require.system]
cpu.cores = ">= 2"
[[when]]
if.role = "video"
[when.require.system]
camera.present = true
[[when]]
id = "on-linux"
if.system.os.family = "linux"
[when.require.system]
disk.solid_state = true
)~";

TEST(When, AppliesToItsRolesAndMachinesOnly) {
  struct Row {
    const char* role;
    const char* os;
    Outcome camera;
    Outcome disk;
    Verdict verdict;
  };
  using enum Outcome;
  const Row rows[] = {
      {"video", "linux", not_met, not_met, Verdict::not_ready},
      {"voice", "linux", not_applicable, not_met, Verdict::not_ready},
      {"voice", "windows", not_applicable, not_applicable, Verdict::ready},
      // Leaving the role out, or misspelling it, must not make its rules go away.
      {"", "windows", not_measured, not_applicable, Verdict::incomplete},
      {"vidoe", "windows", not_measured, not_applicable, Verdict::incomplete},
      {"voice", nullptr, not_applicable, not_measured, Verdict::incomplete},
  };
  for (const Row& row : rows) {
    Facts facts = facts_of({{"system.cpu.cores", number(4)},
                            {"system.camera.present", truth(false)},
                            {"system.disk.solid_state", truth(false)}});
    if (row.os != nullptr) facts.add("system.os.family", text(row.os));
    Circumstances circumstances = ordinary();
    circumstances.role = row.role;
    const Assessment is = assess(spec_of(video_text), {facts}, circumstances);
    const std::string what = std::string(row.role) + " " + (row.os == nullptr ? "?" : row.os);
    EXPECT_EQ(to_string(finding_of(is, "when.video.require.system.camera.present").outcome),
              to_string(row.camera))
        << what;
    EXPECT_EQ(to_string(finding_of(is, "when.on-linux.require.system.disk.solid_state").outcome),
              to_string(row.disk))
        << what;
    EXPECT_EQ(is.verdict, row.verdict) << what;
  }
}

TEST(When, NothingThatAppliesIsNoPass) {
  const Spec spec = with("[[when]]\nif.role = \"video\"\n[when.require.system]\ncamera.present = true\n");
  Circumstances circumstances = ordinary();
  circumstances.role = "voice";
  EXPECT_EQ(assess(spec, {Facts()}, circumstances).verdict, Verdict::incomplete);
}

// Rules must not go by a slip of the hand; a role for which the spec has no rules of its own is none.
TEST(When, AMisspeltRoleIsNoOtherRole) {
  const Spec spec = with(
      "[require.system]\ncpu.cores = \">= 2\"\n[[when]]\nif.role = \"video\"\n[when.require.system]\n"
      "memory.installed = \">= 64 GB\"\n");
  const Facts facts = facts_of({{"system.cpu.cores", number(4)}, {"system.memory.installed", number(8e9)}});
  const std::pair<const char*, Verdict> rows[] = {{"video", Verdict::not_ready},
                                                  {"vidoe", Verdict::incomplete},
                                                  {"VIDEO", Verdict::incomplete},
                                                  {"accounts", Verdict::ready}};
  for (const auto& [role, verdict] : rows) {
    Circumstances circumstances = ordinary();
    circumstances.role = role;
    EXPECT_EQ(assess(spec, {facts}, circumstances).verdict, verdict) << role;
  }
}

TEST(Test, AnUnmetConditionDecidesNothing) {
  const Spec spec = with(
      "[test]\nnetwork.vpn = false\n[require.network]\nlatency = \"<= 100 ms\"\nlink.kind = \"ethernet\"\n"
      "[require.system]\ncpu.cores = \">= 2\"\n");
  const auto judged = [&](std::optional<bool> vpn, double latency) {
    Facts facts = facts_of({{"network.latency", number(latency)},
                            {"network.link.kind", text("ethernet")},
                            {"system.cpu.cores", number(4)}});
    if (vpn) facts.add("network.vpn", truth(*vpn));
    return assess(spec, {facts, facts}, ordinary());
  };
  EXPECT_EQ(judged(false, 0.02).verdict, Verdict::ready);
  EXPECT_EQ(judged(false, 0.5).verdict, Verdict::not_ready);
  for (const double latency : {0.02, 0.5}) {
    for (const std::optional<bool> vpn : {std::optional(true), std::optional<bool>()}) {
      const Assessment is = judged(vpn, latency);
      EXPECT_EQ(finding_of(is, "require.network.latency").cause, Cause::condition);
      EXPECT_EQ(finding_of(is, "require.network.link.kind").outcome, Outcome::met)
          << "it is read, not measured";
      EXPECT_EQ(finding_of(is, "require.system.cpu.cores").outcome, Outcome::met);
      EXPECT_EQ(is.verdict, Verdict::incomplete);
    }
  }
}

TEST(Test, AConditionAboutTheComputerBarsAllThatIsMeasured) {
  const Spec spec =
      with("[test]\nsystem.power.source = \"mains\"\n[require.audio]\nnoise_floor = \"<= -45 dBFS\"\n");
  Facts facts = facts_of({{"system.power.source", text("battery")}, {"audio.noise_floor", number(-60)}});
  EXPECT_EQ(assess(spec, {facts}, ordinary()).findings[0].cause, Cause::condition);
  facts.add("system.power.source", text("mains"));
  EXPECT_EQ(assess(spec, {facts}, ordinary()).findings[0].outcome, Outcome::met);
}

TEST(Needs, AddUpOverTheChain) {
  const Spec spec = with("[needs.panel]\nmemory = \"2 GB\"\n[needs.recording]\nmemory = \"500 MB\"\n");
  const auto verdict = [&](double free) {
    return assess(spec, {facts_of({{"system.memory.available", number(free)}})}, ordinary()).verdict;
  };
  EXPECT_EQ(verdict(2.5e9), Verdict::ready);
  EXPECT_EQ(verdict(2.4e9), Verdict::not_ready);
}

TEST(Evidence, AGoodFigureThatNobodyVouchesForDecidesNothing) {
  const Spec spec =
      with("[require.network]\nlatency = { limit = \"<= 100 ms\", evidence = \"witnessed\" }\n");
  const auto finding = [&](double value, Trust trust) {
    Fact fact = number(value);
    fact.trust = trust;
    const Facts facts = facts_of({{"network.latency", fact}});
    return assess(spec, {facts, facts}, ordinary()).findings[0];
  };
  EXPECT_EQ(finding(0.02, Trust::witnessed).outcome, Outcome::met);
  EXPECT_EQ(finding(0.02, Trust::self).cause, Cause::weak_evidence);
  EXPECT_EQ(finding(0.02, Trust::challenged).cause, Cause::weak_evidence);
  EXPECT_EQ(finding(0.02, Trust::disputed).cause, Cause::weak_evidence);
  EXPECT_EQ(finding(0.5, Trust::self).outcome, Outcome::not_met) << "a bad figure stands";
}

TEST(Evidence, AnOldFigureDecidesNothing) {
  const Spec spec = with("[require.system]\nmemory.installed = { limit = \">= 8 GB\", valid = \"1 d\" }\n");
  Fact fact = number(16e9);
  fact.at = at("2026-11-23T09:29:01Z");
  EXPECT_EQ(assess(spec, {facts_of({{"system.memory.installed", fact}})}, ordinary()).findings[0].outcome,
            Outcome::met);
  fact.at = at("2026-11-23T09:28:59Z");
  EXPECT_EQ(assess(spec, {facts_of({{"system.memory.installed", fact}})}, ordinary()).findings[0].cause,
            Cause::too_old);
}

TEST(OneWay, IsJudgedAsHalfOfThereAndBack) {
  const Spec spec = with("[require.network]\nlatency = { limit = \"<= 150 ms\", path = \"one_way\" }\n");
  const auto outcome = [&](double value) {
    const Facts facts = facts_of({{"network.latency", number(value)}});
    return assess(spec, {facts, facts}, ordinary()).findings[0].outcome;
  };
  EXPECT_EQ(outcome(0.3), Outcome::met);
  EXPECT_EQ(outcome(0.31), Outcome::not_met);
}

constexpr std::string_view ask_text =
    "[ask.line]\ntext = { en = \"What line?\", ur = \"کون سی لائن؟\" }\nanswers = [\"cable\", "
    "\"dsl\"]\naccept = "
    "[\"cable\"]\nvalid = \"180 d\"\n";

TEST(Questions, AnAnswerToOtherWordsIsNone) {
  Circumstances circumstances = ordinary();
  const auto cause = [&](std::string wording) {
    circumstances.answers["line"] = {"cable", at("2026-11-24T09:29:10Z"), std::move(wording), "en"};
    return assess(with(ask_text), {Facts()}, circumstances).findings[0].cause;
  };
  EXPECT_EQ(cause("What line?"), std::nullopt);
  EXPECT_EQ(cause("کون سی لائن؟"), std::nullopt) << "any of its languages";
  EXPECT_EQ(cause("Which line?"), Cause::not_asked);
}

TEST(Questions, ARefusalIsToldApartFromSilence) {
  Circumstances circumstances = ordinary();
  EXPECT_EQ(assess(with(ask_text), {Facts()}, circumstances).findings[0].cause, Cause::not_asked);
  circumstances.refused.insert("line");
  const Assessment is = assess(with(ask_text), {Facts()}, circumstances);
  EXPECT_EQ(is.findings[0].cause, Cause::refused);
  EXPECT_EQ(is.verdict, Verdict::incomplete);
}

// A bare yes is no photo: it decides nothing until the employer has seen it, and a no stands.
TEST(Questions, WhatIsToldAndNotShownDecidesNothing) {
  constexpr std::string_view ask =
      "[ask.desk]\ntext = \"A desk?\"\nanswers = [\"yes\", \"no\"]\naccept = [\"yes\"]\nevidence = "
      "\"photo\"\n"
      "valid = \"30 d\"\n";
  const auto find = [&](std::string_view answer, std::string_view rest = {}) {
    Circumstances told = ordinary();
    told.answers["desk"] = Answer{std::string(answer), told.started, "A desk?", "en"};
    return assess(with(std::string(ask) + std::string(rest)), {Facts()}, told).findings.front();
  };
  EXPECT_EQ(find("yes").outcome, Outcome::not_measured);
  EXPECT_EQ(to_string(find("yes").cause.value()), "evidence");
  EXPECT_EQ(find("no").outcome, Outcome::not_met);
  EXPECT_EQ(
      find("yes",
           "[[waive]]\nrule = \"ask.desk\"\nfor = \"everyone\"\nuntil = 2027-01-01\nreason = \"Seen\"\n")
          .outcome,
      Outcome::waived);
  EXPECT_NE(finding_sentence("en", find("yes")).find("a photo"), std::string::npos);
}

TEST(When, AppliesByAnswersAndByBadFigures) {
  const Spec spec = with(
      "[ask.line]\ntext = \"Line?\"\nanswers = [\"cable\", \"dsl\"]\naccept = [\"cable\", \"dsl\"]\nvalid = "
      "\"30 d\"\n"
      "[[when]]\nid = \"slow\"\nif.answer.line = \"dsl\"\nif.network.download = \"< 10 "
      "Mbps\"\n[when.require.system]\n"
      "cpu.cores = \">= 4\"\n");
  const auto outcome = [&](const char* answer, double download) {
    Circumstances told = ordinary();
    if (*answer != 0) told.answers["line"] = Answer{answer, told.started, "Line?", "en"};
    Facts facts = facts_of({{"system.cpu.cores", number(2)}});
    if (download > 0) facts.add("network.download", number(download));
    return finding_of(assess(spec, {facts}, told), "when.slow.require.system.cpu.cores").outcome;
  };
  EXPECT_EQ(outcome("dsl", 5e6), Outcome::not_met);
  EXPECT_EQ(outcome("dsl", 50e6), Outcome::not_applicable);
  EXPECT_EQ(outcome("cable", 5e6), Outcome::not_applicable);
  EXPECT_EQ(outcome("", 5e6), Outcome::not_measured);
  EXPECT_EQ(outcome("dsl", 0), Outcome::not_measured);
}

// Windows calls its seventh 6.1; whoever recorded it may have left the build out.
TEST(Versions, OfWindowsAreKnownByTheirFamily) {
  const Spec spec = with("[require.system]\nos.version = \">= 7\"\n");
  const auto outcome = [&](const char* family, const char* version) {
    return assess(spec,
                  {facts_of({{"system.os.family", text(family)}, {"system.os.version", text(version)}})},
                  ordinary())
        .findings.front()
        .outcome;
  };
  EXPECT_EQ(outcome("windows", "6.1"), Outcome::met);
  EXPECT_EQ(outcome("windows", "6.0"), Outcome::not_met);
  EXPECT_EQ(outcome("linux", "6.1"), Outcome::not_met);
}

// Many headsets call themselves "Logitech USB Headset": whether that is the one of the list nobody can tell.
TEST(HeadsetNames, ThatTellNoModelDecideNothing) {
  const Spec spec = with("[require.audio]\nheadset.name = { in = [\"Logitech H340\"] }\n");
  const auto finding = [&](const char* name) {
    return assess(spec, {facts_of({{"audio.headset.name", text(name)}})}, ordinary()).findings.front();
  };
  EXPECT_EQ(finding("Logitech USB Headset H340").outcome, Outcome::met);
  EXPECT_EQ(finding("Jabra EVOLVE 40 MS").outcome, Outcome::not_met);
  EXPECT_EQ(finding("Logitech USB Headset").outcome, Outcome::not_measured);
}

// os-release has several names for one system; any of them will do.
TEST(SystemNames, AnyOfTheSystemsOwnWillDo) {
  Fact name = text("fedora");
  name.detail["names"] = {"Fedora Linux", "Fedora Linux 41 (Workstation Edition)"};
  const auto outcome = [&](std::string_view rule) {
    return assess(with(rule),
                  {facts_of({{"system.os.name", name}, {"system.os.edition", text("Workstation Edition")}})},
                  ordinary())
        .findings.front()
        .outcome;
  };
  EXPECT_EQ(outcome("[require.system]\nos.name = \"Fedora Linux\"\n"), Outcome::met);
  EXPECT_EQ(outcome("[require.system]\nos.name = { in = [\"Fedora Linux 41\"] }\n"), Outcome::met);
  EXPECT_EQ(outcome("[require.system]\nos.name = { not_in = [\"Fedora Linux\"] }\n"), Outcome::not_met);
  EXPECT_EQ(outcome("[require.system]\nos.name = \"Ubuntu\"\n"), Outcome::not_met);
  EXPECT_EQ(outcome("[require.system]\nos.edition = \"Workstation\"\n"), Outcome::met);
}

TEST(Screens, CompareBySize) {
  const Spec spec = with("[require.system]\ndisplay.resolution = \">= 1280x1024\"\n");
  const auto judged = [&](const char* size) {
    return assess(spec, {facts_of({{"system.display.resolution", text(size)}})}, ordinary()).findings[0];
  };
  EXPECT_EQ(judged("1920x1080").outcome, Outcome::met);
  EXPECT_EQ(judged("1366x768").outcome, Outcome::not_met);
  EXPECT_EQ(judged("unknown").cause, Cause::unknown_name);
}

// Every figure of a random spec gets worse; no finding and not the verdict may get better.
TEST(Language, WorseFiguresNeverGetABetterVerdict) {
  std::mt19937 random(3);
  std::uniform_int_distribution<int> gigabytes(1, 32), percent(0, 3), coin(0, 1);
  const auto goodness = [](Outcome outcome) {
    return outcome == Outcome::not_met        ? 0
           : outcome == Outcome::not_measured ? 1
           : outcome == Outcome::borderline   ? 2
                                              : 3;
  };
  for (int i = 0; i < 1500; ++i) {
    const auto memory = [&] { return ">= " + std::to_string(gigabytes(random)) + " GB\"\n"; };
    std::string rules = "[require.system]\nmemory.installed = \"" + memory() +
                        "[recommend.system]\ndisk.free = \"" + memory() +
                        "[one_of.kind.a]\nsystem.memory.installed = \"" + memory() +
                        "network.loss = \"<= " + std::to_string(percent(random)) +
                        " %\"\n[one_of.kind.b]\nsystem.disk.free = \"" + memory() + "[needs.p]\nmemory = \"" +
                        std::to_string(gigabytes(random)) + " GB\"\n";
    if (coin(random) != 0)
      rules += "[[when]]\nif.role = \"voice\"\n[when.require.network]\nloss = \"<= 1 %\"\n";
    const Spec spec = with(rules);
    Circumstances circumstances = ordinary();
    circumstances.role = "voice";
    double good[4], bad[4];
    for (int n = 0; n < 4; ++n) {
      good[n] = n == 3 ? percent(random) / 100.0 : gigabytes(random) * 1e9;
      bad[n] = n == 3 ? good[n] + percent(random) / 100.0 : good[n] / (1 + percent(random));
    }
    const auto facts = [](const double* figures) {
      return facts_of({{"system.memory.installed", number(figures[0])},
                       {"system.disk.free", number(figures[1])},
                       {"system.memory.available", number(figures[2])},
                       {"network.loss", number(figures[3], figures[3], figures[3] + 0.004)}});
    };
    const Assessment better = assess(spec, {facts(good), facts(good)}, circumstances);
    const Assessment worse = assess(spec, {facts(bad), facts(bad)}, circumstances);
    ASSERT_LE(better.verdict, worse.verdict) << rules;
    for (std::size_t n = 0; n < better.findings.size(); ++n)
      ASSERT_GE(goodness(better.findings[n].outcome), goodness(worse.findings[n].outcome)) << rules;
  }
}

TEST(Language, EverySentenceIsOne) {
  const Spec spec =
      spec_of(std::string(video_text) + std::string(choice_text) +
              "[needs.panel]\nmemory = \"2 GB\"\n[ask.desk]\ntext = \"Desk?\"\nanswers = [\"yes\", "
              "\"no\"]\naccept = [\"yes\"]\nevidence = \"photo\"\n");
  Circumstances circumstances = ordinary();
  circumstances.role = "voice";
  circumstances.answers["desk"] = {"no", at("2026-11-24T09:29:10Z")};
  const Facts facts = facts_of({{"system.cpu.cores", number(4)},
                                {"system.os.family", text("windows")},
                                {"system.memory.installed", number(1e9)},
                                {"system.memory.available", number(1e9)}});
  const auto report = to_json(make_report(spec, {facts}, circumstances, head()));
  std::map<std::string, std::string> said;
  for (const auto& finding : report["findings"]) said[finding["rule"]] = finding["message"];
  EXPECT_EQ(said["when.video.require.system.camera.present"], "Asked only of those who work in: video.");
  EXPECT_EQ(said["when.on-linux.require.system.disk.solid_state"],
            "Does not apply to this computer. Operating system: Windows; asked for: Linux.");
  EXPECT_EQ(
      said["one_of.computer"],
      "None of windows or linux fits. windows: Memory fitted is 1 GB, asked for is at least 4 GB; linux: "
      "Operating system "
      "is Windows, asked for is Linux, Memory fitted is 1 GB, asked for is at least 8 GB.");
  EXPECT_EQ(said["needs.memory"],
            "Memory free for programs is 1 GB; at least 2 GB is asked for, which is the sum of panel 2 GB.");
  EXPECT_EQ(said["ask.desk"], "You answered no; accepted: yes. The employer wants a photo too.");
}

}  // namespace
}  // namespace deskready
