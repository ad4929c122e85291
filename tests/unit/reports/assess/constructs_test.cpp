// What real sheets make the spec language express: for each of the twelve needs that reading them showed, the
// construct, a spec that uses it and lints clean, and how it judges one workstation.
#include "config/spec/lint/lint.h"
#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

/// A workstation on cable television and Wi-Fi, with a figure for whatever is asked.
Facts workstation() {
  Facts facts;
  const auto add = [&](const char* key, Fact fact) { facts.add(key, std::move(fact)); };
  add("network.download", number(30e6));
  add("network.upload", number(6e6));
  add("network.latency", number(0.09));
  add("network.latency@host", number(0.05));
  add("network.gateway.latency", number(0.004));
  add("network.latency#p95", number(0.14));
  add("network.loss", number(0.004));
  add("network.loss#max/200ms", number(0.2));
  add("network.loss#p95/15s", number(0.02));
  add("network.link.kind", text("wifi"));
  add("network.vpn", truth(true));
  add("network.reachable@softphone", truth(true));
  add("audio.headset.present", truth(true));
  add("audio.headset.connection", text("usb"));
  add("system.os.family", text("linux"));
  add("system.cpu.model", text("Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz"));
  add("system.browser.firefox.version", text("128.0.3"));
  add("system.browser.chrome.version", text("not installed"));
  add("system.power.source", text("mains"));
  add("system.account.administrator", truth(false));
  add("system.memory.installed", number(8.6e9));
  add("system.memory.available", number(3e9));
  return facts;
}

struct Construct {
  int need;                                 ///< its number in the list of needs
  const char* what;                         ///< which part of the language answers it
  const char* rules;                        ///< after [spec]
  std::map<std::string, Outcome> outcomes;  ///< by rule id
};

std::vector<Construct> constructs_of_rules() {
  using enum Outcome;
  return {
      {1,
       "levels: require and recommend",
       "[require.network]\ndownload = { limit = \">= 25 Mbps\", tolerance = \"5 %\" }\n[recommend.network]\n"
       "download = \">= 50 Mbps\"\n",
       {{"require.network.download", met}, {"recommend.network.download", not_met}}},
      {2,
       "statistic and window beside the limit",
       "[require.network]\nlatency = { limit = \"<= 150 ms\", statistic = \"p95\" }\n[[rule]]\nid = "
       "\"burst\"\n"
       "fact = \"network.loss\"\nlimit = \"<= 10 %\"\nwindow = \"200 ms\"\nlevel = "
       "\"recommend\"\n[[rule]]\nid = "
       "\"quarter\"\nfact = \"network.loss\"\nlimit = \"<= 3 %\"\nstatistic = \"p95\"\nwindow = \"15 s\"\n",
       {{"require.network.latency", met}, {"burst", not_met}, {"quarter", met}}},
      {3,
       "direction by operator; a word is refused (Lint.FlagsWhatIsSeldomMeant, Spec.SaysWhatIsWrongAndWhere)",
       "[require.network]\nlatency = \"<= 120 ms\"\n",
       {{"require.network.latency", met}}},
      {4,
       "path = \"one_way\", targets, and facts of the hop to the router",
       "[targets.host]\nstun = \"stun:media.acme.example\"\n[require.network]\nlatency = { limit = \"<= 40 "
       "ms\", "
       "path = "
       "\"one_way\" }\ngateway.latency = \"<= 10 ms\"\n\"latency@host\" = \"<= 60 ms\"\n",
       {{"require.network.latency", not_met},
        {"require.network.gateway.latency", met},
        {"require.network.latency@host", met}}},
      {5,
       "one_of, and processors by family and generation",
       "[require.system]\ncpu.model = \">= Intel Core i3 gen 10 or Intel Core i5 gen 8 or AMD Ryzen 3\"\n"
       "[one_of.computer.windows]\nsystem.os.family = \"windows\"\n[one_of.computer.linux]\nsystem.os.family "
       "= "
       "\"linux\"\nsystem.memory.installed = \">= 8 GB\"\n",
       {{"require.system.cpu.model", met}, {"one_of.computer", met}}},
  };
}

std::vector<Construct> constructs_of_outcomes() {
  using enum Outcome;
  return {
      {6,
       "allow and ban lists, by role and for a backup apart",
       "[spec_roles]\n[require.network]\nlink.kind = { not_in = [\"cellular\"] }\n[[when]]\nif.role = "
       "\"voice\"\n"
       "[when.require.network]\nlink.kind = { in = [\"ethernet\"] }\n[ask.backup]\ntext = \"What do you use "
       "when "
       "the line is down?\"\nanswers = [\"mobile\", \"none\"]\naccept = [\"mobile\"]\n",
       {{"require.network.link.kind", met},
        {"when.voice.require.network.link.kind", not_met},
        {"ask.backup", met}}},
      {7,
       "evidence, the age of a figure and of an answer, and proof that ends",
       "[require.network]\nloss = { limit = \"<= 1 %\", evidence = \"witnessed\" }\nlatency = { limit = \"<= "
       "100 "
       "ms\", valid = \"10 s\" }\n[ask.backup]\ntext = \"Backup line?\"\nanswers = [\"mobile\"]\naccept = "
       "[\"mobile\"]\nevidence = \"photo\"\nvalid = \"30 d\"\n",
       {{"require.network.loss", not_measured},
        {"require.network.latency", met},
        {"ask.backup", not_measured}}},
      {8,
       "outcomes beyond pass and fail",
       "[require.network]\nlink.kind = \"ethernet\"\ndownload = { limit = \">= 31 Mbps\", tolerance = \"5 "
       "%\" }\n"
       "lookup = \"<= 1 s\"\njitter = \"any\"\n[ask.desk]\ntext = \"A desk?\"\nanswers = [\"yes\"]\naccept = "
       "[\"yes\"]\n[[when]]\nif.system.os.family = \"windows\"\n[when.require.system]\nantivirus = "
       "true\n[[waive]]\n"
       "rule = \"require.network.link.kind\"\nfor = \"everyone\"\nuntil = 2026-12-31\nreason = \"Cable "
       "ordered\"\n",
       {{"require.network.link.kind", waived},
        {"require.network.download", borderline},
        {"require.network.lookup", not_measured},
        {"ask.desk", not_measured},
        {"when.1.require.system.antivirus", not_applicable}}},
      {9,
       "[test]: conditions of measuring",
       "[test]\nnetwork.vpn = false\n[require.network]\nlatency = \"<= 100 "
       "ms\"\n[require.audio]\nheadset.present = "
       "true\n",
       {{"require.network.latency", not_measured}, {"require.audio.headset.present", met}}},
  };
}

std::vector<Construct> constructs_of_whole_specs() {
  using enum Outcome;
  return {
      {10,
       "a base and a programme's overlay, each rule with its source",
       "[require.network]\nlatency = { limit = \"<= 80 ms\", source = \"programme sheet of 2026-10\" "
       "}\n[remove]\n"
       "rules = [\"require.network.jitter\", \"require.audio.microphone.muted\"]\n",
       {{"require.network.latency", not_met}, {"require.audio.headset.present", met}}},
      {11,
       "sheets that contradict each other: VPN forbidden",
       "[require.network]\nvpn = false\n[require.system]\npower.source = \"mains\"\naccount.administrator = "
       "true\n"
       "browser.chrome.version = \">= 107\"\n[require.audio.headset]\nconnection = { in = [\"usb\", "
       "\"bluetooth\"] }\n",
       {{"require.network.vpn", not_met},
        {"require.system.power.source", met},
        {"require.system.account.administrator", not_met},
        {"require.system.browser.chrome.version", not_met},
        {"require.audio.headset.connection", met}}},
      {11,
       "sheets that contradict each other: VPN must work",
       "[require.network]\nvpn = true\n[require.system]\npower.source = \"battery\"\naccount.administrator = "
       "false\n"
       "browser.firefox.version = \"115 .. 128\"\n[require.audio.headset]\nconnection = \"jack\"\n",
       {{"require.network.vpn", met},
        {"require.system.power.source", not_met},
        {"require.system.account.administrator", met},
        {"require.system.browser.firefox.version", met},
        {"require.audio.headset.connection", not_met}}},
      {12,
       "[needs]: budgets that add up",
       "[needs.panel]\nmemory = \"2 GB\"\n[needs.recording]\nmemory = \"1.5 GB\"\nupload = \"2 "
       "Mbps\"\n[needs.call]\n"
       "upload = \"100 kbps\"\n",
       {{"needs.memory", not_met}, {"needs.upload", met}}},
  };
}

std::vector<Construct> constructs() {
  std::vector<Construct> all = constructs_of_rules();
  for (const auto& more : {constructs_of_outcomes(), constructs_of_whole_specs()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

Spec spec_for(const Construct& construct) {
  std::string head = "[spec]\nlanguage = 1\nname = \"t\"\nemployer = \"E\"\nproof = { every = \"30 d\" }\n";
  std::string rules = construct.rules;
  if (rules.find("[remove]") != std::string::npos) head += "extends = \"voice-baseline\"\n";
  constexpr std::string_view roles = "[spec_roles]\n";
  if (rules.starts_with(roles)) {
    rules.erase(0, roles.size());
    head += "roles = [\"voice\", \"chat\"]\n";
  }
  return spec_of(head + rules);
}

TEST(Constructs, EachNeedOfRealSheetsIsExpressedAndJudged) {
  Circumstances circumstances = ordinary();
  circumstances.role = "voice";
  circumstances.answers["backup"] = {"mobile", at("2026-11-24T09:29:10Z")};
  std::set<int> needs;
  for (const Construct& construct : constructs()) {
    SCOPED_TRACE(std::to_string(construct.need) + " " + construct.what);
    needs.insert(construct.need);
    const Spec spec = spec_for(construct);
    for (const SpecError& flag : lint(spec, "2026-11-24")) ADD_FAILURE() << to_string(flag);
    // A required figure of the line counts as failed only when it failed twice.
    const Facts once = workstation();
    const Assessment is = assess(spec, {once, once}, circumstances);
    for (const auto& [rule, outcome] : construct.outcomes) {
      const auto finding = std::find_if(is.findings.begin(), is.findings.end(),
                                        [&](const Finding& one) { return one.rule == rule; });
      ASSERT_NE(finding, is.findings.end()) << "no finding " << rule;
      EXPECT_EQ(to_string(finding->outcome), to_string(outcome)) << rule;
    }
  }
  EXPECT_EQ(needs.size(), 12u);
}

}  // namespace
}  // namespace deskready
