// Several specs in one run: who is measured to which far end, and what each document shows.
#include "agent/check/measuring/passes.h"

#include <gmock/gmock.h>

#include "agent/check/own_figures.h"
#include "config/base/json/json_read.h"
#include "config/spec/chain/load.h"
#include "probes/network/line/load/load_facts.h"
#include "probes/noted.h"
#include "reports/assess/assess.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready {
namespace {

using network::NamedBy;
using testing::ElementsAre;

Spec spec(const std::string& name, const std::string& rules, const std::string& far_end = {}) {
  std::string text = "[spec]\nlanguage = 1\nname = \"" + name + "\"\n";
  if (!far_end.empty()) text += "[far_end]\nurl = \"" + far_end + "\"\n";
  return parse_spec(text + rules, name, {}).value();
}

std::vector<FarEndChoice> chosen(const std::vector<Spec>& specs) {
  return choose_far_ends({}, {}, specs, {});
}

std::vector<std::vector<std::size_t>> shared(const std::vector<Spec>& specs, Depth depth = Depth::quick) {
  std::vector<std::vector<std::size_t>> all;
  for (const Pass& pass : make_passes(specs, chosen(specs), depth)) all.push_back(pass.specs);
  return all;
}

const std::string one = "https://one.example", two = "https://two.example";
const std::string slow = "[require.network]\ndownload = \">= 10 Mbps\"\n";
const std::string fast = "[require.network]\ndownload = \">= 50 Mbps\"\n";

TEST(FarEnds, TheCommandLineThenTheSpecThenTheSettingsThenTheFirst) {
  const std::vector<Spec> specs = {spec("a", slow), spec("b", slow, two), spec("c", slow)};
  const std::vector<std::string> names = {"a", "b", "c.toml"};
  Settings settings;
  settings.jobs.resize(2);
  settings.jobs[0].spec = "c.toml";
  settings.jobs[0].far_end = "http://10.0.0.1:9";
  settings.jobs[1].spec = "b";
  settings.jobs[1].far_end = "http://10.0.0.2:9";
  const auto all = choose_far_ends({}, names, specs, settings);
  EXPECT_EQ(all[0].url, two) << "it names none, and none is named for it";
  EXPECT_EQ(all[1].url, two);
  EXPECT_EQ(all[1].named_by, NamedBy::spec);
  EXPECT_EQ(all[2].url, "http://10.0.0.1:9");
  EXPECT_EQ(all[2].named_by, NamedBy::owner);
  for (const FarEndChoice& choice : choose_far_ends({one}, names, specs, settings)) {
    EXPECT_EQ(choice.url, one);
    EXPECT_EQ(choice.named_by, NamedBy::owner);
  }
}

TEST(FarEnds, AJobsCountsOnlyWhereTheSpecNamesNone) {
  const std::vector<Spec> specs = {spec("a", slow), spec("b", slow, two)};
  const auto all = choose_far_ends({one, false}, std::vector<std::string>{"a", "b"}, specs, {});
  EXPECT_EQ(all[0].url, one);
  EXPECT_EQ(all[0].named_by, NamedBy::owner);
  EXPECT_EQ(all[1].url, two);
  EXPECT_EQ(all[1].named_by, NamedBy::spec);
}

TEST(FarEnds, WhatWasChosenBeforeCountsWhereNobodyNamesOne) {
  const std::vector<Spec> specs = {spec("a", slow), spec("b", slow, two), spec("c", slow)};
  const std::vector<std::string> names = {"a", "b", "c"};
  Settings settings;
  settings.jobs.resize(1);
  settings.jobs[0].spec = "c";
  settings.jobs[0].far_end = "http://10.0.0.1:9";
  const auto all = choose_far_ends({{}, true, {one, one, one}}, names, specs, settings);
  EXPECT_EQ(all[0].url, one);
  EXPECT_EQ(all[0].named_by, NamedBy::owner);
  EXPECT_EQ(all[1].url, two);
  EXPECT_EQ(all[2].url, "http://10.0.0.1:9");
  EXPECT_EQ(choose_far_ends({two, true, {one}}, names, specs, settings)[0].url, two) << "by hand";
}

TEST(FarEnds, APublicTestIsUsedUnaskedOnlyWhereTheSettingsSaySo) {
  Spec forbids = spec("b", slow);
  forbids.public_test = PublicTest::forbidden;
  Spec allows = spec("c", slow, two);
  allows.public_test = PublicTest::allowed;
  Settings settings;
  settings.public_tests.address = one;
  using Use = PublicTests::Use;
  for (const Use use : {Use::ask, Use::never, Use::always}) {
    settings.public_tests.use = use;
    const auto url = [&](const Spec& alone) {
      return choose_far_ends({}, {}, std::vector<Spec>{alone}, settings).front().url;
    };
    EXPECT_EQ(url(spec("a", slow)), use == Use::always ? one : "");
    EXPECT_EQ(url(forbids), "");
    EXPECT_EQ(url(allows), two) << "the employer's own comes first";
  }
}

TEST(FarEnds, WhatTheOwnerNamesTooIsTheOwners) {
  const std::vector<Spec> specs = {spec("a", slow, one), spec("b", slow)};
  Settings settings;
  settings.jobs.resize(1);
  settings.jobs[0].spec = "b";
  settings.jobs[0].far_end = "https://ONE.example/";
  const auto all = choose_far_ends({}, std::vector<std::string>{"a", "b"}, specs, settings);
  EXPECT_EQ(all[0].named_by, NamedBy::owner);
}

TEST(Passes, OneForEachFarEnd) {
  EXPECT_THAT(
      shared({spec("a", slow, one), spec("b", fast, two), spec("c", slow, "https://ONE.example:443/")}),
      ElementsAre(ElementsAre(0, 2), ElementsAre(1)));
  EXPECT_THAT(shared({spec("a", slow), spec("b", fast)}), ElementsAre(ElementsAre(0, 1)));
}

TEST(Passes, ASpecThatAsksNothingOfTheLineOpensNone) {
  const std::string computer = "[require.system]\ncpu.cores = \">= 2\"\n";
  EXPECT_THAT(shared({spec("a", computer), spec("b", slow, one)}), ElementsAre(ElementsAre(0, 1)));
  EXPECT_THAT(shared({spec("a", computer)}), ElementsAre(ElementsAre(0)));
}

TEST(Passes, DelayUnderALoadIsMeasuredUnderItsOwnLoad) {
  const std::string delay = "latency_download = \"<= 100 ms\"\n";
  EXPECT_THAT(shared({spec("a", slow + delay), spec("b", fast)}),
              ElementsAre(ElementsAre(0), ElementsAre(1)));
  EXPECT_THAT(shared({spec("a", fast), spec("b", "[require.network]\n" + delay)}),
              ElementsAre(ElementsAre(0), ElementsAre(1)))
      << "without a rate of its own it wants the line full";
  EXPECT_THAT(shared({spec("a", slow + delay), spec("b", slow)}), ElementsAre(ElementsAre(0, 1)));
  EXPECT_THAT(shared({spec("a", slow + delay), spec("b", fast)}, Depth::full),
              ElementsAre(ElementsAre(0, 1)));
}

TEST(Passes, EachAsksOfTheLineWhatItsOwnSpecsAsk) {
  const std::vector<Spec> specs = {spec("a", slow + "[require.system]\ncpu.cores = \">= 2\"\n", one),
                                   spec("b",
                                        "[require.network]\nloss = \"<= 1 %\"\n[require.system]\n"
                                        "memory.installed = \">= 4 GB\"\n",
                                        two)};
  const auto passes = make_passes(specs, chosen(specs), Depth::quick);
  const auto asks = [&](std::size_t pass, const std::string& name) {
    return std::any_of(passes[pass].questions.begin(), passes[pass].questions.end(),
                       [&](const Question& question) { return question.key.name == name; });
  };
  EXPECT_TRUE(asks(0, "network.download"));
  EXPECT_FALSE(asks(0, "network.loss"));
  EXPECT_TRUE(asks(0, "system.cpu.cores"));
  EXPECT_TRUE(asks(0, "system.memory.installed")) << "the computer is looked at once";
  EXPECT_FALSE(asks(1, "network.download"));
  EXPECT_TRUE(asks(1, "network.loss"));
  EXPECT_TRUE(asks(1, "network.gateway.loss")) << "with its companions";
  EXPECT_FALSE(asks(1, "system.memory.installed"));
}

TEST(Passes, AFarEndsFiguresAreItsOwn) {
  Fact fact;
  fact.value = 1.0;
  Facts first, second;
  first.add("network.latency", fact);
  first.add("system.cpu.cores", fact);
  first.cannot("system.tpm", unmeasured(Cause::unsupported));
  second.cannot("network.latency", unmeasured(Cause::far_end_failed));
  const Facts all = facts_of_pass(first, second);
  EXPECT_EQ(all.find("network.latency"), nullptr);
  EXPECT_NE(all.why_not("network.latency"), nullptr);
  EXPECT_NE(all.find("system.cpu.cores"), nullptr);
  EXPECT_NE(all.why_not("system.tpm"), nullptr);
}

/// As the probe makes it of a load that was offered 55 Mbit/s.
Facts download(double value, bool at_least) {
  network::ProbeWorld world("");
  network::Loaded loaded;
  loaded.plan.rate = 55'000'000;
  loaded.rate = {{value, value * 0.98, value * 1.02, 20}, 0.2, 0.1, false};
  loaded.seconds = 3;
  loaded.wire_bytes = 20'000'000;
  Facts facts;
  Fact fact = network::rate_fact(world.context({}), std::span(&loaded, 1), {}).value();
  fact.at_least = at_least;
  facts.add("network.download", fact);
  facts.add("network.congestion_control", fact);
  return facts;
}

TEST(OwnView, DoesNotTellThatAnotherAsksForMore) {
  // Against another spec's 50 Mbit/s the line showed 54.5 at an offer of 55, or its own 40.
  for (const auto& [value, at_least] : {std::pair(54.5e6, true), std::pair(40e6, false)}) {
    const Facts all = download(value, at_least);
    const Facts own = own_figures(all, spec("a", slow));
    const Fact& whole = *all.find("network.download");
    const Fact& fact = *own.find("network.download");
    EXPECT_EQ(std::get<double>(fact.value), 11e6);
    EXPECT_TRUE(fact.at_least);
    EXPECT_LE(*fact.low, 11e6);
    EXPECT_FALSE(fact.high);
    EXPECT_NEAR(*number_of(fact.detail, "wire_rate") / *number_of(whole.detail, "wire_rate"), 11e6 / value,
                1e-6);
    EXPECT_EQ(noted_offered(whole), 55e6) << "else the test shows nothing";
    for (const auto& [name, shown] : own.known) {
      EXPECT_FALSE(noted_offered(shown)) << name;
      for (const MethodStep& step : shown.how.steps())
        for (const auto& [argument, text] : step.arguments)
          EXPECT_EQ(text.find("55"), std::string::npos) << text;
    }
    EXPECT_NEAR(static_cast<double>(fact.cost.bytes), 20e6 * 11e6 / value, 2);
    EXPECT_EQ(own.find("network.congestion_control")->cost.bytes, fact.cost.bytes);
  }
}

TEST(OwnView, LeavesASlowLineAsItIs) {
  const Facts own = own_figures(download(8e6, false), spec("a", slow));
  EXPECT_EQ(std::get<double>(own.find("network.download")->value), 8e6);
  EXPECT_EQ(own.find("network.download")->cost.bytes, 20'000'000U);
}

TEST(OwnView, ChangesNoOutcome) {
  Circumstances here;
  here.far_end = FarEndUsed::as_named;
  for (const char* rule : {">= 10 Mbps", "<= 10 Mbps", "5 Mbps .. 10 Mbps"}) {
    const Spec own = spec("a", std::string("[recommend.network]\ndownload = \"") + rule + "\"\n");
    for (double value = 1e6; value < 60e6; value *= 1.07) {
      const Facts facts = download(value, value > 53e6);
      const auto before = assess(own, {facts}, here).findings.at(0).outcome;
      EXPECT_EQ(assess(own, {own_figures(facts, own)}, here).findings.at(0).outcome, before) << rule << value;
    }
  }
}

TEST(OwnBytes, CountATransferOnce) {
  Facts facts = download(8e6, false);
  Fact other;
  other.value = 0.01;
  other.cost = {1'000'000, 8};
  facts.add("network.latency", other);
  facts.add("network.loss", other);
  const std::string rules =
      "[require.network]\ndownload = \">= 10 Mbps\"\nlatency = \"<= 1 s\"\n"
      "loss = \"<= 1 %\"\n";
  EXPECT_EQ(own_share(spec("a", rules), std::vector<Facts>{facts}, {}).cost.bytes, 21'000'000U);
  EXPECT_EQ(own_share(spec("a", slow), std::vector<Facts>{facts}, {}).cost.bytes, 20'000'000U);
}

TEST(OwnView, ADocumentTellsOnlyWhenItsOwnFiguresWereMeasured) {
  const Spec asks_memory = spec("a", "[require.system]\nmemory.installed = \">= 1 GB\"\n");
  const WallTime began = WallTime{} + std::chrono::hours(24);
  const auto fact = [&](std::chrono::seconds after, Cost cost) {
    Fact made;
    made.value = 16e9;
    made.at = began + after;
    made.cost = cost;
    return made;
  };
  Facts alone;
  alone.add("system.memory.installed", fact(std::chrono::seconds(2), {0, 0.5}));
  Facts beside_others = alone;
  beside_others.add("network.download", fact(std::chrono::seconds(90), {30'000'000, 20}));
  for (const Facts& facts : {alone, beside_others}) {
    const OwnShare share = own_share(asks_memory, std::vector<Facts>{facts}, began);
    EXPECT_EQ(share.started, began + std::chrono::seconds(2));
    EXPECT_EQ(share.finished, began + std::chrono::seconds(2));
    EXPECT_EQ(share.cost.seconds, 0.5);
    EXPECT_EQ(share.cost.bytes, 0U);
  }
  Facts carried;
  carried.add("system.memory.installed", fact(std::chrono::seconds(-3600), {7, 7}));
  const OwnShare none = own_share(asks_memory, std::vector<Facts>{carried}, began);
  EXPECT_EQ(none.started, began);
  EXPECT_EQ(none.finished, began);
  EXPECT_EQ(none.cost.bytes, 0U) << "an earlier check paid for it";
}

TEST(Passes, OneNameForTwoTargetsIsMeasuredTwice) {
  const auto to = [](const char* name, const char* server) {
    return spec(name, std::string("[targets.media]\nstun = \"") + server +
                          "\"\n[require.network]\n\"latency@media\" = \"<= 100 ms\"\n");
  };
  using Passes = std::vector<std::vector<std::size_t>>;
  EXPECT_EQ(shared({to("a", "stun:a.example"), to("b", "stun:a.example:3478")}), (Passes{{0, 1}}));
  EXPECT_EQ(shared({to("a", "stun:a.example"), to("b", "stun:b.example")}), (Passes{{0}, {1}}));
  const char* relay = "stun:a.example\"\nturn = \"turn:a.example";
  EXPECT_EQ(shared({to("a", "stun:a.example"), to("b", relay)}), (Passes{{0}, {1}}))
      << "what one relays the other does not";
  EXPECT_EQ(shared({to("a", relay), to("b", relay)}), (Passes{{0, 1}}));
  const auto reached = [&](const char* host) {
    return std::string("stun:a.example\"\nhost = \"") + host +
           "\"\nports = [\"tls/443\"]\nturn = \"turn:a.example";
  };
  EXPECT_EQ(shared({to("a", reached("a.example").c_str()), to("b", reached("b.example").c_str())}),
            (Passes{{0}, {1}}))
      << "what is tried of them differs";
}

TEST(QuestionsAbout, BringTheLimitThatPacesTheLoad) {
  const std::vector<Spec> specs = {spec("a",
                                        "[require.network]\nupload = \">= 2 Mbps\"\nlatency = \"<= 1 s\"\n"
                                        "latency_upload = \"<= 100 ms\"\n")};
  const auto passes = make_passes(specs, chosen(specs), Depth::quick);
  const FactKey delay{"network.latency_upload", {}, {}, {}};
  std::map<std::string, std::vector<double>> again;
  for (const Question& question : questions_about(passes.front(), {delay}))
    again[question.key.name] = question.limits;
  const std::map<std::string, std::vector<double>> wanted = {{"network.latency_upload", {0.1}},
                                                             {"network.upload", {2e6}}};
  EXPECT_EQ(again, wanted);
}

TEST(QuestionsAbout, BringWhatAJudgementIsMadeOf) {
  const std::vector<Spec> specs = {spec(
      "a", "[require.network]\nloss = \"<= 1 %\"\njitter = \"<= 30 ms\"\nfault = { in = [\"none\"] }\n")};
  const auto passes = make_passes(specs, chosen(specs), Depth::quick);
  std::set<std::string> again;
  for (const Question& question : questions_about(passes.front(), {FactKey{"network.fault", {}, {}, {}}}))
    again.insert(question.key.name);
  const std::set<std::string> wanted = {"network.fault",           "network.loss",
                                        "network.jitter",          "network.latency",
                                        "network.gateway.latency", "network.gateway.loss"};
  EXPECT_EQ(again, wanted) << "without the router's figures trouble at home would be the provider's";
}

}  // namespace
}  // namespace deskready
