// The parts of the language that go beyond single rules: choices, whens, needs, inheritance, lint.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "config/spec/chain/load.h"
#include "config/spec/language/writer.h"
#include "config/spec/lint/lint.h"
#include "config/spec/questions.h"
#include "config/spec/spec.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view head = "[spec]\nlanguage = 1\nname = \"t\"\n";

constexpr std::string_view everything = R"~(
[spec]
language = 1
name = "acme-voice"
version = "2026-11"
employer = "Acme \"Support\""
source = "https://acme.example/equipment"
reading = "official"
published = "2018-04"
roles = ["voice", "video"]
expires = 2027-06-30
proof = { every = "90 d" }

[far_end]
url = "https://edge.acme.example"

[targets.softphone]
host = "media.acme.example"
ports = ["tcp/443", "udp/3478"]

[test]
network.vpn = false
system.power.source = { in = ["mains"] }

[require.network]
download  = { limit = ">= 25 Mbps", tolerance = "5 %", valid = "1 d" }
latency   = { limit = "<= 50 ms", path = "one_way", evidence = "witnessed", target = "softphone" }
loss      = "<= 1 %"
link.kind = { not_in = ["wifi", "cellular"] }
"reachable@softphone" = true

[require.system]
display.resolution = ">= 1280x1024"
os.version = ">= 10.2"
cpu.cores = 4
cpu.load = "10 .. 20 %"
browser.firefox.version = "115 .. 128"

[[rule]]
id = "loss-burst"
fact = "network.loss"
limit = "<= 10 %"
window = "200 ms"
target = "softphone"
level = "recommend"
source = "Teams"

[one_of.computer]
text = { en = "Which computer?", ur = "کون سا کمپیوٹر؟" }
source = "the sheet"
fix = "Use another computer."
[one_of.computer.windows]
system.os.family = "windows"
system.cpu.model = ">= Intel Core i5 gen 8"
[one_of.computer.mac]
system.os.family = "macos"

[[when]]
if.role = "video"
[when.require.network]
upload = { limit = ">= 10 Mbps", tolerance = "5 %" }
[when.ask.light]
text = "Is your face lit?"
answers = ["yes", "no"]
accept = ["yes"]
[[when]]
id = "laptops"
if.role = ["voice", "video"]
if.system.power.source = "battery"
[[when.rule]]
id = "more-memory"
fact = "system.memory.installed"
limit = ">= 16 GB"
[when.one_of.disk.solid]
system.disk.solid_state = true

[ask.line]
text = { en = "What kind of line?", ur = "…" }
answers = ["cable", "fibre", "dsl"]
accept  = ["cable", "fibre"]
valid = "180 d"
evidence = "photo"
source = "sheet, row 3"
level = "recommend"

[needs.panel]
memory = "2 GB"
source = "vendor"
[needs.recording]
memory = "500 MB"
upload = "2 Mbps"

[fix.network]
link.kind = { en = "Use a cable.", ur = "…" }

[[waive]]
rule = "one_of.computer"
for = "A-1042"
until = 2026-12-31
reason = "Ordered"
)~";

Spec loaded(std::string_view text) {
  const auto spec = parse_spec(text, "t.toml", {});
  if (spec) return *spec;
  for (const SpecError& error : spec.error()) ADD_FAILURE() << to_string(error);
  return {};
}

const Rule& rule_of(const Spec& spec, std::string_view id) {
  for (const Rule* rule : all_rules(spec)) {
    if (rule->id == id) return *rule;
  }
  ADD_FAILURE() << "no rule " << id;
  static const Rule none;
  return none;
}

TEST(Language, IsReadInFull) {
  const Spec spec = loaded(everything);
  EXPECT_EQ(spec.published, "2018-04");
  EXPECT_EQ(spec.conditions.size(), 2u);
  const Rule& lag = rule_of(spec, "require.network.latency");
  EXPECT_TRUE(lag.one_way);
  EXPECT_DOUBLE_EQ(lag.comparison.high, 0.1) << "there and back is twice one way";
  EXPECT_EQ(lag.evidence, Evidence::witnessed);
  EXPECT_EQ(to_string(lag.key), "network.latency@softphone");
  EXPECT_EQ(to_string(rule_of(spec, "loss-burst").key), "network.loss@softphone#max/200ms");
  EXPECT_EQ(rule_of(spec, "require.network.download").valid_seconds, 86400);
  ASSERT_EQ(spec.choices.size(), 2u);
  EXPECT_EQ(spec.choices[0].alternatives.size(), 2u);
  EXPECT_EQ(rule_of(spec, "one_of.computer.mac.system.os.family").comparison.texts[0], "macos");
  EXPECT_EQ(rule_of(spec, "when.video.require.network.upload").when, "video");
  EXPECT_EQ(rule_of(spec, "more-memory").when, "laptops");
  EXPECT_EQ(spec.whens.at("laptops").roles.size(), 2u);
  EXPECT_EQ(spec.whens.at("laptops").machines.size(), 1u);
  EXPECT_DOUBLE_EQ(rule_of(spec, "needs.memory").comparison.low, 2.5e9);
  EXPECT_DOUBLE_EQ(rule_of(spec, "needs.upload").comparison.low, 2e6);
  EXPECT_EQ(rule_of(spec, "needs.memory").source, "panel 2 GB + recording 500 MB");
  EXPECT_EQ(rule_of(spec, "require.network.link.kind").fix.at("en"), "Use a cable.");
}

TEST(Language, WhatIsShownReadsBackTheSame) {
  for (const std::string& text : {std::string(everything), show_spec(load_spec("voice-baseline").value())}) {
    const Spec spec = loaded(text);
    const Spec again = loaded(show_spec(spec));
    EXPECT_EQ(show_spec(again), show_spec(spec));
    EXPECT_EQ(again.resolved_sha256, spec.resolved_sha256);
    ASSERT_EQ(all_rules(again).size(), all_rules(spec).size());
    for (const Rule* rule : all_rules(spec)) {
      const Rule& same = rule_of(again, rule->id);
      EXPECT_EQ(same.key, rule->key) << rule->id;
      EXPECT_EQ(same.comparison, rule->comparison) << rule->id;
      EXPECT_EQ(same.level, rule->level) << rule->id;
      EXPECT_EQ(same.fix, rule->fix) << rule->id;
      EXPECT_EQ(same.when, rule->when) << rule->id;
      EXPECT_EQ(same.evidence, rule->evidence) << rule->id;
      EXPECT_EQ(same.one_way, rule->one_way) << rule->id;
      EXPECT_DOUBLE_EQ(same.tolerance, rule->tolerance) << rule->id;
      EXPECT_DOUBLE_EQ(same.valid_seconds, rule->valid_seconds) << rule->id;
    }
    EXPECT_EQ(again.questions.size(), spec.questions.size());
    EXPECT_EQ(again.whens.size(), spec.whens.size());
    EXPECT_EQ(again.needs.size(), spec.needs.size());
    EXPECT_EQ(again.conditions.size(), spec.conditions.size());
  }
}

TEST(Language, ProbesHearEveryLimit) {
  const auto all = limits_of(loaded(everything));
  EXPECT_EQ(all.at({"network.download", {}, {}, {}}), std::vector<double>{25e6});
  EXPECT_EQ(all.at({"network.upload", {}, {}, {}}), (std::vector<double>{2e6, 10e6}));
  EXPECT_EQ(all.at({"network.loss", "softphone", "max", "200ms"}), std::vector<double>{0.1});
  EXPECT_TRUE(all.contains({"network.vpn", {}, {}, {}})) << "conditions are measured too";
  EXPECT_TRUE(all.contains({"system.power.source", {}, {}, {}})) << "and what decides whom a rule is for";
  EXPECT_TRUE(all.contains({"system.cpu.model", {}, {}, {}})) << "and what stands in an alternative";
}

TEST(Language, ProbesHearOfANumberThatMustBeMetExactly) {
  const auto all = limits_of(loaded(R"(
[spec]
language = 1
name = "calls"
[test]
network.calls = 8
network.vpn = false
[require.system]
display.count = 2
)"));
  EXPECT_EQ(all.at({"network.calls", {}, {}, {}}), std::vector<double>{8});
  EXPECT_EQ(all.at({"system.display.count", {}, {}, {}}), std::vector<double>{2});
  EXPECT_EQ(all.at({"network.vpn", {}, {}, {}}), std::vector<double>{});
}

class Chain : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deskready-spec-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& more, const std::string& extends = {}) const {
    std::ofstream(folder_ / name) << "[spec]\nlanguage = 1\nname = \"" << name << "\"\n"
                                  << (extends.empty() ? "" : "extends = \"" + extends + "\"\n") << more;
  }
  std::string error_of(const std::string& name) const {
    const auto spec = load_spec((folder_ / name).string());
    return spec ? "no error" : to_string(spec.error().front());
  }

  fs::path folder_;
};

TEST_F(Chain, TighteningAndLooseningAreSeen) {
  write("base.toml", R"~(
[require.network]
download = ">= 9.5 Mbps"
latency = "<= 100 ms"
loss = "<= 1 %"
link.kind = { not_in = ["wifi"] }
lookup = "<= 1 s"
[require.audio.headset]
connection = { in = ["usb", "jack"] }
[require.system]
os.version = ">= 10"
cpu.cores = ">= 2"
[ask.room]
text = "Quiet?"
answers = ["yes", "no"]
accept = ["yes"]
)~");
  write("own.toml", R"~(
[require.network]
download = ">= 24 Mbps"
latency = "<= 200 ms"
loss = { limit = "<= 1 %", tolerance = "10 %" }
link.kind = { not_in = ["wifi", "cellular"] }
[require.audio.headset]
connection = { in = ["usb"] }
[require.system]
os.version = ">= 9"
cpu.cores = ">= 2"
[remove]
rules = ["require.network.lookup", "ask.room"]
[fix.system]
cpu.cores = "Other computer."
)~",
        "base.toml");
  const auto spec = load_spec((folder_ / "own.toml").string());
  ASSERT_TRUE(spec) << to_string(spec.error().front());
  std::map<std::string, std::string_view> changes;
  for (const Changed& change : spec->changes) {
    changes[change.rule] = to_string(change.change);
    EXPECT_EQ(change.base, "base.toml");
    EXPECT_GT(change.where.line, 0);
  }
  const std::map<std::string, std::string_view> expected = {
      {"require.network.download", "tightened"}, {"require.network.latency", "loosened"},
      {"require.network.loss", "loosened"},      {"require.network.link.kind", "tightened"},
      {"require.network.lookup", "removed"},     {"require.audio.headset.connection", "tightened"},
      {"require.system.os.version", "loosened"}, {"ask.room", "removed"}};
  EXPECT_EQ(changes, expected);
  EXPECT_TRUE(spec->questions.empty());
  EXPECT_EQ(spec->files.size(), 2u);
  EXPECT_EQ(rule_of(*spec, "require.system.cpu.cores").fix.at("en"), "Other computer.");
}

constexpr std::string_view fixes_with_effort = R"~(
[require.network]
download = { limit = ">= 5 Mbps", fix = { text = { en = "Order fibre.", de = "Glasfaser." }, effort = "buy" } }
upload   = { limit = ">= 5 Mbps", fix = { effort = "ask" } }
latency  = { limit = "<= 100 ms", fix = "Move." }
jitter   = "<= 10 ms"
[fix.network]
jitter = { text = "Use a cable.", effort = "plug" }
[one_of.computer.mac]
system.os.family = "macos"
[one_of.computer]
fix = { text = "Get another computer.", effort = "buy" }
[ask.room]
text = "Quiet?"
answers = ["yes", "no"]
accept = ["yes"]
fix = { text = "Close the door.", effort = "close" }
)~";

TEST(Language, AFixMaySayWhatItTakes) {
  const Spec first = loaded(std::string(head) + std::string(fixes_with_effort));
  // Written out and read again it must say the same.
  for (const Spec& spec : {first, loaded(show_spec(first))}) {
    const auto fix_of = [&](const char* fact) {
      for (const Rule& rule : spec.rules) {
        if (rule.key.name == fact) return Fix{rule.fix, rule.effort};
      }
      return Fix{};
    };
    EXPECT_EQ(fix_of("network.download").text.at("de"), "Glasfaser.");
    EXPECT_EQ(fix_of("network.download").effort, Effort::buy);
    EXPECT_TRUE(fix_of("network.upload").text.empty());
    EXPECT_EQ(fix_of("network.upload").effort, Effort::ask);
    EXPECT_EQ(fix_of("network.latency").text.at("en"), "Move.");
    EXPECT_EQ(fix_of("network.latency").effort, std::nullopt);
    EXPECT_EQ(fix_of("network.jitter").effort, Effort::plug);
    EXPECT_EQ(spec.choices.at(0).effort, Effort::buy);
    EXPECT_EQ(spec.questions.at(0).effort, Effort::close);
  }
}

// What replaces a rule keeps its fix whole, or brings its own: other words with the old effort would lie.
TEST_F(Chain, AFixAndItsEffortComeDownTogether) {
  write("base.toml", R"~(
[require.network]
download = { limit = ">= 5 Mbps", fix = { text = "Order fibre.", effort = "buy" } }
upload   = { limit = ">= 5 Mbps", fix = { text = "Order fibre.", effort = "buy" } }
)~");
  write("own.toml", R"~(
[require.network]
download = ">= 6 Mbps"
upload = { limit = ">= 6 Mbps", fix = "Ask your provider." }
)~",
        "base.toml");
  const auto spec = load_spec((folder_ / "own.toml").string());
  ASSERT_TRUE(spec) << to_string(spec.error().front());
  EXPECT_EQ(rule_of(*spec, "require.network.download").effort, Effort::buy);
  EXPECT_EQ(rule_of(*spec, "require.network.download").fix.at("en"), "Order fibre.");
  EXPECT_EQ(rule_of(*spec, "require.network.upload").effort, std::nullopt);
}

TEST(Language, AnEffortThatThereIsNotIsAFault) {
  const auto spec = parse_spec(
      std::string(head) + "[require.network]\nlatency = { limit = \"<= 1 s\", fix = { effort = \"bye\" } }\n",
      "t.toml", {});
  ASSERT_FALSE(spec);
  EXPECT_NE(to_string(spec.error().front()).find("\"other\" or \"buy\""), std::string::npos)
      << to_string(spec.error().front());
}

// The fact that no probe answers yet may be asked for; whoever writes it hears of it and is not refused.
TEST(Language, WhatThisVersionCannotCheckIsAdviceAndNoFault) {
  const Spec spec = loaded(std::string(head) +
                           "[require.network]\nlatency = \"<= 100 ms\"\n[test]\nnetwork.nat.mapping = "
                           "\"endpoint_independent\"\n");
  EXPECT_TRUE(lint(spec, "2026-11-24").empty());
  const auto told = advice(spec);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].offending, "network.nat.mapping");
  EXPECT_NE(told[0].message.find("this version cannot check it"), std::string::npos);
}

// A higher limit does not make up for a witness who is no longer needed.
TEST_F(Chain, EvidenceThatIsDroppedIsNotTightening) {
  write("base.toml", R"~(
[require.network]
download = { limit = ">= 5 Mbps", evidence = "witnessed" }
)~");
  write("own.toml", "[require.network]\ndownload = \">= 6 Mbps\"\n", "base.toml");
  const auto spec = load_spec((folder_ / "own.toml").string());
  ASSERT_TRUE(spec) << to_string(spec.error().front());
  ASSERT_EQ(spec->changes.size(), 1u);
  EXPECT_EQ(spec->changes.front().change, Change::changed);
  EXPECT_EQ(spec->changes.front().from, ">= 5 Mbit/s, evidence witnessed");
  EXPECT_EQ(spec->changes.front().to, ">= 6 Mbit/s");
}

TEST_F(Chain, NothingIsChangedUnseen) {
  const std::string parts =
      "[far_end]\nurl = \"https://a.example\"\n[targets.t]\nhost = \"a.example\"\n[test]\nnetwork.vpn = "
      "false\n[needs.p]\nmemory = \"1 GB\"\n[one_of.c.a]\nsystem.tpm = \">= 2\"\n";
  write("base.toml", parts);
  std::string other = parts;
  for (auto at = other.find("a.example"); at != std::string::npos; at = other.find("a.example"))
    other[at] = 'b';
  other.replace(other.find("false"), 5, "true");
  write("own.toml", other, "base.toml");
  const auto spec = load_spec((folder_ / "own.toml").string());
  ASSERT_TRUE(spec) << to_string(spec.error().front());
  std::set<std::string> changed;
  for (const Changed& change : spec->changes) changed.insert(change.rule);
  EXPECT_EQ(changed,
            (std::set<std::string>{"far_end.url", "targets.t", "test.network.vpn", "needs.p", "one_of.c"}));
}

TEST(Language, SaysWhetherAPublicTestWillDo) {
  const std::string url = "url = \"https://edge.example\"\n";
  const std::tuple<std::string, PublicTest, bool> rows[] = {
      {"", PublicTest::unsaid, true},
      {"[far_end]\n" + url, PublicTest::unsaid, false},
      {"[far_end]\n" + url + "public = \"allowed\"\n", PublicTest::allowed, true},
      {"[far_end]\n" + url + "public = \"forbidden\"\n", PublicTest::forbidden, false},
      {"[far_end]\npublic = \"forbidden\"\n", PublicTest::forbidden, false},
      {"[far_end]\npublic = \"allowed\"\n", PublicTest::allowed, true}};
  for (const auto& [text, said, judges] : rows) {
    const Spec first = loaded(std::string(head) + text);
    for (const Spec& spec : {first, loaded(show_spec(first))}) {
      EXPECT_EQ(spec.public_test, said) << text;
      EXPECT_EQ(judges_public_tests(spec), judges) << text;
    }
  }
  const auto wrong = parse_spec(std::string(head) + "[far_end]\npublic = \"alowed\"\n", "t.toml", {});
  ASSERT_FALSE(wrong);
  EXPECT_NE(to_string(wrong.error().front()).find("allowed"), std::string::npos);
  EXPECT_FALSE(parse_spec(std::string(head) + "[far_end]\n", "t.toml", {})) << "it says nothing";
}

TEST_F(Chain, APublicTestIsForbiddenOrAllowedInSight) {
  const std::string url = "url = \"https://edge.example\"\n";
  const auto change = [&](const std::string& below, const std::string& above) {
    write("base.toml", below.empty() ? below : "[far_end]\n" + below);
    write("own.toml", above.empty() ? above : "[far_end]\n" + above, "base.toml");
    const auto spec = load_spec((folder_ / "own.toml").string());
    EXPECT_TRUE(spec);
    for (const Changed& one : spec->changes) {
      if (one.rule == "far_end.public")
        return std::pair(std::string(to_string(one.change)), spec->public_test);
    }
    return std::pair(std::string(), spec->public_test);
  };
  const std::string allowed = "public = \"allowed\"\n", forbidden = "public = \"forbidden\"\n";
  EXPECT_EQ(change(allowed, forbidden), std::pair(std::string("tightened"), PublicTest::forbidden));
  EXPECT_EQ(change("", forbidden), std::pair(std::string("tightened"), PublicTest::forbidden));
  EXPECT_EQ(change(url, allowed), std::pair(std::string("loosened"), PublicTest::allowed));
  EXPECT_EQ(change(url + forbidden, allowed), std::pair(std::string("loosened"), PublicTest::allowed));
  EXPECT_EQ(change(url + allowed, ""), std::pair(std::string(), PublicTest::allowed)) << "it comes down";
  EXPECT_EQ(change("", url + allowed), std::pair(std::string(), PublicTest::allowed));
}

constexpr const char* base_with_fixes = R"~(
expires = 2027-01-31
proof = { every = "30 d" }
[targets.kept]
host = "kept.example"
[require.network]
loss = "<= 1 %"
jitter = "<= 30 ms"
[one_of.c]
fix = "Another computer."
[one_of.c.a]
system.tpm = ">= 2"
[ask.room]
text = "Quiet?"
answers = ["yes", "no"]
accept = ["yes"]
fix = "Close the door."
[[waive]]
rule = "require.network.jitter"
for = "everyone"
until = 2027-01-01
reason = "r"
[fix.network]
loss = "Use a cable."
download = "Ask for more."
)~";

constexpr const char* derived_from_it = R"~(
expires = 2028-01-31
proof = { every = "90 d" }
[targets.own]
host = "own.example"
[require.network]
loss = "<= 2 %"
download = ">= 9.5 Mbps"
[one_of.c.b]
system.tpm = ">= 2"
[ask.room]
text = "Is it quiet?"
answers = ["yes", "no"]
accept = ["yes"]
[remove]
rules = ["require.network.jitter"]
)~";

TEST_F(Chain, FixesDatesAndWaiversComeDown) {
  write("base.toml", base_with_fixes);
  write("own.toml", derived_from_it, "base.toml");
  const auto spec = load_spec((folder_ / "own.toml").string());
  ASSERT_TRUE(spec) << to_string(spec.error().front());
  EXPECT_EQ(rule_of(*spec, "require.network.loss").fix.at("en"), "Use a cable.") << "of the replaced rule";
  EXPECT_EQ(rule_of(*spec, "require.network.download").fix.at("en"), "Ask for more.")
      << "of the base's [fix]";
  EXPECT_EQ(spec->choices.front().fix.at("en"), "Another computer.");
  EXPECT_EQ(spec->questions.front().fix.at("en"), "Close the door.");
  EXPECT_EQ(spec->targets.size(), 2u);
  EXPECT_EQ(spec->expires, "2027-01-31") << "no spec is good for longer than what it stands on";
  EXPECT_TRUE(spec->waivers.empty()) << "the waiver of a removed rule leads nowhere";
  EXPECT_EQ(spec->proof_every_seconds, 90 * 86400.0);
  EXPECT_TRUE(std::any_of(spec->changes.begin(), spec->changes.end(), [](const Changed& change) {
    return change.rule == "proof.every" && change.change == Change::loosened;
  }));
  write("sooner.toml", "expires = 2026-12-31\n", "base.toml");
  EXPECT_EQ(load_spec((folder_ / "sooner.toml").string())->expires, "2026-12-31");
  write("none.toml", "", "own.toml");
  EXPECT_EQ(load_spec((folder_ / "none.toml").string())->expires, "2027-01-31");
}

TEST_F(Chain, ACircleAndADeepChainAreRefused) {
  write("a.toml", "", "b.toml");
  write("b.toml", "", "c.toml");
  write("c.toml", "", "a.toml");
  write("self.toml", "", "self.toml");
  EXPECT_NE(error_of("a.toml").find("in a circle"), std::string::npos) << error_of("a.toml");
  EXPECT_NE(error_of("self.toml").find("in a circle"), std::string::npos);
  write("0.toml", "[require.system]\ncpu.cores = \">= 2\"\n");
  for (int i = 1; i <= 20; ++i) write(std::to_string(i) + ".toml", "", std::to_string(i - 1) + ".toml");
  EXPECT_EQ(error_of("15.toml"), "no error");
  EXPECT_NE(error_of("20.toml").find("more than 16 specs"), std::string::npos) << error_of("20.toml");
}

TEST_F(Chain, NamesThatLeadNowhereAreFaults) {
  write("base.toml",
        "[require.network]\nloss = \"<= 1 %\"\n[[when]]\nif.role = \"video\"\n[when.require.system]\n"
        "cpu.cores = \">= 4\"\n");
  write("own.toml", "[remove]\nrules = [\"require.network.los\"]\n", "base.toml");
  EXPECT_NE(error_of("own.toml").find("did you mean require.network.loss?"), std::string::npos);
  write("twice.toml", "[[when]]\nif.role = \"video\"\n[when.require.system]\ncpu.cores = \">= 8\"\n",
        "base.toml");
  EXPECT_NE(error_of("twice.toml").find("has a [[when]] called video too"), std::string::npos);
  write("lost.toml", "", "nowhere.toml");
  EXPECT_NE(error_of("lost.toml").find(":4:11"), std::string::npos) << error_of("lost.toml");
  write("misspelt.toml", "", "voice-basline");
  EXPECT_NE(error_of("misspelt.toml").find("did you mean voice-baseline?"), std::string::npos);
}

std::vector<std::string> flags_of(std::string_view rest) {
  std::vector<std::string> texts;
  for (const SpecError& flag : lint(loaded(std::string(head) + std::string(rest)), "2026-11-24"))
    texts.push_back(to_string(flag));
  return texts;
}

// What is right to write, and seldom meant so: said, and no fault.
TEST(Lint, GivesAdviceThatIsNoFault) {
  const std::pair<const char*, const char*> rows[] = {
      {"[require.network]\ndownload = \">= 25 Mbps\"\n", "round figure of a plan, 25 Mbit/s; such a plan"},
      {"[require.system]\ncpu.benchmark = \">= 5000\"\n", "PassMark"},
  };
  for (const auto& [text, part] : rows) {
    EXPECT_TRUE(flags_of(text).empty()) << text;
    const auto said = advice(loaded(std::string(head) + text));
    ASSERT_FALSE(said.empty()) << text;
    EXPECT_NE(to_string(said.front()).find(part), std::string::npos) << to_string(said.front());
  }
  EXPECT_TRUE(advice(loaded(std::string(head) + "[require.network]\ndownload = \">= 24.5 Mbps\"\n")).empty());
}

// Who may choose the unguided check passes what only a guided one decides.
TEST_F(Chain, GuidedRulesOfAnEmployerAreNamed) {
  write("own.toml",
        "\n[require.audio]\nsnr = { limit = \">= 15 dB\", guided = true }\n"
        "[recommend.audio]\nnoise_floor = { limit = \"<= -45 dBFS\", guided = true }\n");
  const auto own = load_spec((folder_ / "own.toml").string());
  ASSERT_TRUE(own);
  ASSERT_EQ(advice(*own).size(), 1u);
  EXPECT_EQ(advice(*own)[0].message,
            "guided = true: a check without --guided decides nothing about audio.snr");
  EXPECT_EQ(advice(*own)[0].hint, "leave guided out if it must always be known");
  write("heir.toml", "", "voice-baseline");
  const auto heir = load_spec((folder_ / "heir.toml").string());
  ASSERT_TRUE(heir);
  ASSERT_EQ(advice(*heir).size(), 1u);
  EXPECT_NE(to_string(advice(*heir)[0]).find("audio.speaker.heard"), std::string::npos);
  EXPECT_NE(advice(*heir)[0].hint.find("write the rule again without guided"), std::string::npos);
  EXPECT_TRUE(advice(load_spec("voice-baseline").value()).empty()) << "no employer's";
}

// A [[when]] that matches nothing drops its rules, and nobody hears of it.
TEST(Lint, WhatIsForNobodyIsFlagged) {
  const std::pair<const char*, const char*> rows[] = {
      {"[[when]]\nif.system.os.name = \"debain\"\n[when.require.system]\nmemory.installed = \">= 4 GB\"\n",
       "did you mean debian?"},
      {"[[when]]\nif.system.os.name = \"Ubunto 22.04\"\n[when.require.system]\nmemory.installed = \">= 4 "
       "GB\"\n",
       "did you mean ubuntu?"},
      {"[require.system]\nos.name = { not_in = [\"fedoar\"] }\n", "did you mean fedora?"},
      {"[[when]]\nid = \"small\"\nif.system.memory.installed = \"< 0 GB\"\n[when.require.system]\ndisk.free "
       "= "
       "\">= 4 GB\"\n",
       "[[when]] small is for nobody"},
  };
  for (const auto& [text, part] : rows) {
    const auto flags = flags_of(text);
    ASSERT_EQ(flags.size(), 1u) << text;
    EXPECT_NE(flags.front().find(part), std::string::npos) << flags.front();
  }
  for (const char* const name : {"debian", "Debian GNU/Linux 12 (bookworm)", "Red Hat", "Ubuntu 22.04.3 LTS",
                                 "Linux Mint", "Pop!_OS 22.04", "devuan", "Fedora Linux"})
    EXPECT_TRUE(flags_of("[require.system]\nos.name = \"" + std::string(name) + "\"\n").empty()) << name;
}

TEST(Lint, ASystemThatNobodyListedMayBeOne) {
  for (const char* const name : {"Solaris", "Astra Linux", "openEuler", "Linux from Scratch"}) {
    const std::string text = "[require.system]\nos.name = \"" + std::string(name) + "\"\n";
    EXPECT_TRUE(flags_of(text).empty()) << name;
  }
}

TEST(Language, AnEmptyRoleIsNobodys) {
  for (const char* const role : {"\"\"", "\" \"", "[\"video\", \"\"]"}) {
    const auto spec = parse_spec(std::string(head) + "[[when]]\nif.role = " + role +
                                     "\n[when.require.network]\nlatency = \"<= 100 ms\"\n",
                                 "t.toml", {});
    ASSERT_FALSE(spec) << role;
    EXPECT_NE(to_string(spec.error().front()).find("with --role"), std::string::npos)
        << to_string(spec.error().front());
  }
}

TEST(Lint, AWaiverOfNobodysReference) {
  const std::string rest =
      "[require.network]\ndownload = \">= 6 Mbps\"\n[[waive]]\nrule = \"require.network.download\"\nuntil = "
      "2999-01-01\nreason = \"r\"\nfor = ";
  for (const char* const fine : {"\"everyone\"", "\"A-1042\""})
    EXPECT_TRUE(flags_of(rest + fine).empty()) << fine;
  EXPECT_EQ(flags_of(rest + "\"A 1042\"").size(), 1u);
}

// Sheets name the least that will do by itself.
TEST(Lint, ABareValueThatBetterOnesWouldFail) {
  const std::pair<const char*, const char*> rows[] = {
      {"[require.network.link]\nwifi_generation = \"802.11n\"\n", "write >= 802.11n"},
      {"[require.network.link]\nwifi_generation = \"Wi-Fi 6\"\n", "write >= 802.11ax"},
      {"[require.system.cpu]\ncores = 4\n", "write >= 4"},
      {"[require.system]\ndisplay.resolution = \"1280x1024\"\n", "write >= 1280x1024"},
  };
  for (const auto& [text, part] : rows) {
    const auto flags = flags_of(text);
    ASSERT_EQ(flags.size(), 1u) << text;
    EXPECT_NE(flags.front().find(part), std::string::npos) << flags.front();
  }
  EXPECT_TRUE(flags_of("[require.network.link]\nwifi_generation = \">= 802.11n\"\n").empty());
  const auto told = advice(loaded(std::string(head) + "[require.system]\nos.version = \"12\"\n"));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].hint, "write >= 12");
}

// Texts that nothing has as its name are faults where they stand, in lists too.
TEST(Lint, ListsThatCanNeverMatchAreRefused) {
  const std::pair<const char*, const char*> rows[] = {
      {"[require.system]\ncpu.family = { in = [\"i5\", \"i7\"] }\n", "write Core i5"},
      {"[require.system]\ncpu.model = { in = [\"Intel Core i5\"] }\n", "write >= Intel Core i5"},
      {"[require.system]\ncpu.model = { not_in = [\"Celeron\"] }\n", "system.cpu.family"},
      {"[require.system]\nos.name = { in = [\"Windows 10\", \"Windows 11\"] }\n",
       "system.os.family = \"windows\""},
      {"[require.system]\ntime_zone = { in = [\"IST\"] }\n", "write Asia/Kolkata"},
      {"[require.audio]\nheadset.name = { in = [\"Jabra\"] }\n", "audio.headset.brand = \"Jabra\""},
  };
  for (const auto& [text, part] : rows) {
    const auto spec = parse_spec(std::string(head) + text, "t.toml", ".");
    ASSERT_FALSE(spec) << text;
    EXPECT_NE(to_string(spec.error().front()).find(part), std::string::npos)
        << to_string(spec.error().front());
  }
}

TEST(When, AnswersAndBadFiguresSayWhomARuleIsFor) {
  const std::string ask =
      "[ask.line]\ntext = \"Line?\"\nanswers = [\"cable\", \"dsl\"]\naccept = [\"cable\"]\n";
  const auto error = [&](std::string_view rest) {
    const auto spec = parse_spec(std::string(head) + ask + std::string(rest), "t.toml", ".");
    return spec ? std::string("no error") : to_string(spec.error().front());
  };
  const std::string rules = "[when.require.system]\ncpu.cores = \">= 4\"\n";
  EXPECT_EQ(error("[[when]]\nif.answer.line = \"dsl\"\nif.network.download = \"< 10 Mbps\"\n" + rules),
            "no error");
  EXPECT_EQ(error("[[when]]\nif.answer.line = [\"dsl\", \"cable\"]\n" + rules), "no error");
  EXPECT_NE(error("[[when]]\nif.answer.lime = \"dsl\"\n" + rules).find("did you mean line?"),
            std::string::npos);
  EXPECT_NE(error("[[when]]\nif.answer.line = \"dls\"\n" + rules).find("has no answer \"dls\""),
            std::string::npos);
  EXPECT_NE(error("[[when]]\nif.network.download = \">= 10 Mbps\"\n" + rules).find("too bad, with <"),
            std::string::npos);
  EXPECT_NE(error("[[when]]\nif.network.latency = \"< 10 ms\"\n" + rules).find("too bad, with >"),
            std::string::npos);
  const Spec spec = loaded(std::string(head) + ask +
                           "[[when]]\nif.answer.line = \"dsl\"\nif.network.latency = \"> 90 ms\"\n" + rules);
  const Spec again = loaded(show_spec(spec));
  ASSERT_EQ(again.whens.size(), 1u);
  EXPECT_EQ(again.whens.begin()->second.answers.front().question, "line");
  EXPECT_EQ(again.resolved_sha256, spec.resolved_sha256);
}

constexpr std::pair<const char*, const char*> seldom_meant[] = {
    {"[require.network]\nlatency = \">= 120 ms\"\n", "less is better; sheets write \"minimum 120 ms\""},
    {"[require.network]\ndownload = \"<= 24 Mbps\"\n", "more is better; sheets write"},
    {"[require.network]\ndownload = \"10 .. 15 Mbps\"\n",
     "what is better, more than 15 Mbit/s, would fail it; write >= 10 Mbit/s"},
    {"[recommend.network]\nlatency = \"50 .. 100 ms\"\n", "less than 50 ms, would fail it; write <= 100 ms"},
    {"[require.network]\nloss = \"<= 0 %\"\n", "which no measurement can show; write the most that will do"},
    {"[require.network]\ngateway.loss = \"<= 0 %\"\n", "which no measurement can show"},
    {"[require.network]\njitter = \"<= 0 ms\"\n", "which no measurement can show"},
    {"[require.system]\ncpu.cores = \">= 4\"\n[[rule]]\nid = \"r\"\nfact = \"system.cpu.cores\"\nlimit = "
     "\"<= 2\"\n",
     "r and require.system.cpu.cores contradict each other"},
    {"[require.network]\nlink.kind = \"ethernet\"\n[[rule]]\nid = \"r\"\nfact = "
     "\"network.link.kind\"\nnot_in = "
     "[\"Ethernet\", \"wifi\"]\n",
     "contradict each other"},
    {"[require.network]\nvpn = true\n[test]\nnetwork.vpn = false\n", "[test] wants network.vpn no, and"},
    {"[require.system]\nsecure_boot = true\n[[when]]\nif.role = "
     "\"video\"\n[when.require.system]\nsecure_boot = "
     "false\n",
     "contradict each other"},
    {"[ask.a]\ntext = \"A?\"\nanswers = [\"yes\"]\n", "ask.a accepts every answer"},
    {"[require.network]\nloss = \"<= -1 %\"\n",
     "asks for <= -1 %, which nothing can meet; network.loss is 0 % to"},
    {"[require.network]\nloss = \"> 100 %\"\n", "nothing can meet"},
    {"[require.network]\ndelay_variation_up = \">= 0 ms\"\n", "network.delay_variation_up is at least 0 s"},
    {"[require.network]\njitter = \"<= -5 ms\"\n", "nothing can meet; network.jitter is at least 0"},
    {"[require.network]\njitter = \"< 0 ms\"\n", "nothing can meet"},
    {"[require.network]\nbufferbloat_upload = \"<= -5 ms\"\n",
     "nothing can meet; network.bufferbloat_upload is at least 0"},
    {"[require.network]\nloss = \"<= 100 %\"\n", "everything can meet"},
    {"[require.network]\ncall.mos = \">= 5.5\"\n", "nothing can meet; network.call.mos is 1 to 5"},
    {"[require.audio]\nnoise_floor = \"<= 3 dBFS\"\n", "everything can meet"},
    {"[recommend.system]\ncpu.cores = \">= 0\"\n", "everything can meet"},
    {"[one_of.a.x]\nsystem.cpu.cores = \">= -2\"\n", "everything can meet"},
    {"[require.system]\nos.family = \"linux\"\n[one_of.c.win]\nsystem.os.family = \"windows\"\n"
     "[one_of.c.other]\nsystem.cpu.cores = \">= 4\"\n",
     "nothing can meet linux and windows; the alternative win of one_of.c can never be met"},
    {"[one_of.c.odd]\nnetwork.loss = \"<= 1 %\"\n\"network.loss#mean\" = \"2 .. 3 %\"\n",
     "the alternative odd of one_of.c can never be met"},
    {"[one_of.a.x]\nsystem.os.family = \"windows\"\n[one_of.b.y]\nsystem.os.family = \"macos\"\n"
     "[one_of.b.z]\nsystem.os.family = \"linux\"\n",
     "one_of.b and one_of.a contradict each other"},
    {"[require.system]\nos.version = \">= 13\"\n[[rule]]\nid = \"r\"\nfact = \"system.os.version\"\nlimit "
     "= "
     "\"10 .. 12\"\n",
     "contradict each other"},
    {"[require.network]\nloss = { limit = \"<= 1 %\", window = \"24 h\" }\n",
     "with a check every 6 h that is too little to judge, 20 figures are needed; write a longer window"},
    {"[require.system]\ncpu.cores = \">= 4\"\n[[waive]]\nrule = \"require.system.cpu.cores\"\nfor = "
     "\"everyone\"\nuntil = 2026-11-23\nreason = \"r\"\n",
     "the waiver of require.system.cpu.cores ended on 2026-11-23"},
};

TEST(Lint, FlagsWhatIsSeldomMeant) {
  for (const auto& [text, part] : seldom_meant) {
    const auto flags = flags_of(text);
    ASSERT_FALSE(flags.empty()) << text;
    EXPECT_TRUE(std::any_of(flags.begin(), flags.end(), [&, wanted = part](const std::string& flag) {
      return flag.find(wanted) != std::string::npos;
    })) << flags.front();
  }
}

TEST(Language, ALimitThatMovesWithTimeIsAboutTheReleasesAfterIt) {
  const auto spec =
      parse_spec(std::string(head) +
                     "[require.system]\nos.version = \"one of the last 2 releases\"\n[[rule]]\nid = \"r\"\n"
                     "fact = \"system.os.version\"\nlimit = \"current version\"\n[one_of.a.x]\n"
                     "system.os.version = { limit = \"latest 3 releases\" }\n",
                 "t.toml", {});
  ASSERT_TRUE(spec) << to_string(spec.error().front());
  const Rule& last = rule_of(*spec, "require.system.os.version");
  EXPECT_EQ(last.key.name, "system.os.releases_behind");
  EXPECT_EQ(to_string(last.comparison, *find_fact(last.key.name)), "<= 1");
  EXPECT_EQ(rule_of(*spec, "r").comparison.high, 0);
  EXPECT_EQ(spec->choices.front().alternatives.front().rules.front().comparison.high, 2);
  EXPECT_TRUE(lint(*spec, "2026-11-24").empty());
  const auto again = parse_spec(show_spec(*spec), "t.toml", {});
  ASSERT_TRUE(again) << to_string(again.error().front());
  EXPECT_EQ(rule_of(*again, "require.system.os.version").comparison, last.comparison);
  const auto browser = parse_spec(
      std::string(head) + "[require.system]\nbrowser.firefox.version = \"latest version\"\n", "t.toml", {});
  ASSERT_FALSE(browser);
  EXPECT_NE(to_string(browser.error().front()).find("ask the person"), std::string::npos);
}

TEST(Lint, LeavesWhatIsMeantAlone) {
  EXPECT_EQ(flags_of("[require.system]\nos.version = \"<= 13\"\n"), std::vector<std::string>());
  EXPECT_EQ(
      flags_of(
          "[require.network]\ndownload = { limit = \">= 25 Mbps\", tolerance = \"5 %\" }\nupload = \">= 9.5 "
          "Mbps\"\nlatency = \"<= 100 ms\"\n[recommend.network]\ndownload = \">= 50 Mbps\"\n[[rule]]\nid = "
          "\"more\"\nfact = \"network.download\"\nlevel = \"recommend\"\nlimit = \">= 100 Mbps\"\n"),
      std::vector<std::string>());
  EXPECT_EQ(
      flags_of("[require.system]\nos.version = \">= 12.4\"\nclock.offset = \"<= 2 s\"\n[[rule]]\nid = \"r\"\n"
               "fact = \"system.os.version\"\nlimit = \"12\"\n[one_of.a.x]\nsystem.os.family = "
               "\"windows\"\n[one_of.a.y]\nsystem.os.family = \"macos\"\n[one_of.b.x]\nsystem.os.family = "
               "\"macos\"\n[recommend.audio.loop]\ndrift = \"-0.005 .. 0.005 %\"\n"),
      std::vector<std::string>());
  EXPECT_EQ(
      flags_of("[[when]]\nif.role = \"a\"\n[when.require.system]\nsecure_boot = true\n[[when]]\nif.role = "
               "\"b\"\n[when.require.system]\nsecure_boot = false\n"),
      std::vector<std::string>());
}

TEST(Lint, ShippedSpecsAreClean) {
  for (const ShippedSpec& shipped : shipped_specs()) {
    for (const SpecError& flag : lint(load_spec(shipped.name).value(), "2026-11-24"))
      ADD_FAILURE() << to_string(flag);
  }
}

}  // namespace
}  // namespace deskready
