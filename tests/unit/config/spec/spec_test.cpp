#include "config/spec/spec.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "config/spec/chain/load.h"
#include "config/spec/language/writer.h"
#include "config/spec/questions.h"
#include "config/spec/rule_key.h"

namespace deskready {
namespace {

std::string spec_with(std::string_view rest) {
  return "[spec]\nlanguage = 1\nname = \"t\"\n" + std::string(rest);
}

std::string first_error(std::string_view text) {
  const auto spec = parse_spec(text, "t.toml", {});
  return spec ? "no error" : to_string(spec.error().front());
}

struct Bad {
  const char* text;
  const char* error;
};

constexpr Bad bad_specs[] = {
    {"[require.system]\nmemory.installed = { limit = \">= 8 GB\", guided = true }",
     "t.toml:5:50: system.memory.installed is known without anybody who speaks or listens (in \"guided\"); "
     "leave guided out"},
    {"[require.network]\ndownlod = \">= 5 Mbps\"",
     "t.toml:5:1: no fact is called network.downlod; did you mean network.download?"},
    {"[require.network]\nlink.knd = { in = [\"ethernet\"] }",
     "t.toml:5:6: no fact is called network.link.knd; did you mean network.link.kind?"},
    {"[require.network]\ndownload = \">= 5 GB\"",
     "t.toml:5:12: \"5 GB\" is the wrong unit here (GB is an amount; GB/s would be eight times as much as "
     "Gbps); write it like 25 Mbps"},
    {"[require.network]\ndownload = \">= 5\"", "t.toml:5:12: \"5\" has no unit; write it like 25 Mbps"},
    {"[require.network]\ndownload = \"5 Mbps\"",
     "t.toml:5:12: \"5 Mbps\" does not say which side is good; write >= or <= before it"},
    {"[require.network]\nlatency = \"<= 1 s\"\nlatency = \"<= 2 s\"",
     "t.toml:6:11: latency is asked for twice; give each its own [[rule]]"},
    {"[require.network]\nlatency = \"<= 100 ms\"\n[require.network]\nloss = \"<= 1 %\"",
     "t.toml:6:1: [require.network] stands twice, or once more as dotted keys; put both "
     "parts under one heading"},
    {"[require]\nnetwork.latency = \"<= 100 ms\"\n[require.network]\nloss = \"<= 1 %\"",
     "t.toml:6:1: [require.network] stands twice, or once more as dotted keys; put both "
     "parts under one heading"},
    {"[require.network]\n\"l\u043ess\" = \"<= 1 %\"",
     "t.toml:5:1: no fact is called network.l\u043ess; \u043e (U+043E) in it only looks like o; type it "
     "anew"},
    {"[require.audio.headset]\npresent = \">= 1\"",
     "t.toml:5:11: audio.headset.present is a yes/no fact: write true or false (in \">= 1\")"},
    {"[require.network]\nlink.kind = \"Ethernet cable\"",
     "t.toml:5:13: network.link.kind is never \"Ethernet cable\"; did you mean ethernet? the words are "
     "ethernet, "
     "wifi, cellular, virtual"},
    {"[require.network]\nlink.kind = { not_in = [\"wifi\", \"mobile\"] }",
     "t.toml:5:24: network.link.kind is never \"mobile\"; the words are ethernet, wifi, cellular, virtual"},
    {"[ask.line]\ntext = \"What?\"\nanswers = [\"a\"]\naccept = [\"a\"]\nlevel = \"recomend\"",
     "t.toml:8:9: level is \"recomend\"; write \"require\" or \"recommend\""},
    {"[ask.line]\ntext = \"What?\"\nanswers = [\"a\"]\naccept = [\"a\"]\nlevle = \"recommend\"",
     "t.toml:8:1: [ask] has no \"levle\"; did you mean level?"},
    {"[ask.line]\ntext = \"What?\"\nanswers = [\"a\"]\naccept = [\"a\"]\nlevel = \"\"",
     "t.toml:8:9: level is \"\"; write \"require\" or \"recommend\""},
    {"[require.network]\nlatency = \"minimum 120 ms\"",
     "t.toml:5:11: \"minimum\" is read both ways; write <= 120 ms, for less is better here"},
    {"[require.network]\ndownload = \"Maximum 25 Mbps\"",
     "t.toml:5:12: \"Maximum\" is read both ways; write >= 25 Mbps, for more is better here"},
    {"[require.network]\nloss = { limit = \"<= 1 %\", window = \"soon\" }",
     "t.toml:5:1: \"soon\" is no window; write it like \"200 ms\""},
    {"[require.network]\ndownload = { limit = \">= 1 Mbps\", window = \"1 s\" }",
     "t.toml:5:1: network.download has no windows (in \"1 s\"); leave the window out"},
    {"[require.network]\nloss = { limit = \"<= 1 %\", during = \"shifts\" }",
     "t.toml:5:37: during needs a window of an hour or more; add window = \"14 d\""},
    {"[require.network]\nloss = { limit = \"<= 1 %\", window = \"200 ms\", share = \">= 95 %\" }",
     "t.toml:5:55: share needs a window of an hour or more; add window = \"14 d\""},
    {"[require.network]\nloss = { limit = \"<= 1 %\", window = \"90 min\" }",
     "t.toml:5:37: a window over earlier checks is in whole hours or days, at most 366 d (in \"90 min\"); "
     "write it like "
     "\"14 d\""},
    {"[require.network]\nloss = { limit = \"<= 1 %\", window = \"14 d\", share = \"<= 5 %\" }",
     "t.toml:5:53: a share is the part of the time that must meet the limit (in \"<= 5 %\"); write it like "
     "\">= 95 %\""},
    {"[require.network]\nloss = { limit = \"<= 1 %\", window = \"14 d\", share = \">= 195 %\" }",
     "t.toml:5:53: a share is the part of the time that must meet the limit (in \">= 195 %\"); write it "
     "like \">= 95 %\""},
    {"[require.network]\nloss = { limit = \"any\", window = \"14 d\", share = \">= 95 %\" }",
     "t.toml:5:50: a share needs a limit that can be met (in \"network.loss\"); write the limit, or leave "
     "the share out"},
    {"[require.network]\nlink.kind = { limit = \"ethernet\", window = \"14 d\" }",
     "t.toml:5:44: network.link.kind is no number, so over time only its share can be asked; add share = "
     "\">= 95 %\""},
    {"[require.network]\noutages = { limit = \"<= 2\", window = \"14 d\", share = \">= 95 %\" }",
     "t.toml:5:54: network.outages is about many checks already and has no share; leave the share out"},
    {"[require.network]\nloss = { limit = \"<= 1 %\", window = \"14 d\", statistic = \"p42\" }",
     "t.toml:5:37: over time there is no statistic \"p42\"; there are mean median p95 p99 max min"},
    {"[require.network]\nloss = { limit = \"<= 1 %\", window = \"14 d\", share = \">= 95 %\", statistic = "
     "\"max\" }",
     "t.toml:5:37: a share over time has no statistic (in \"max\"); leave the statistic out"},
    {"[require.system]\npower.cuts = { limit = \"<= 1\", window = \"30 d\" }",
     "t.toml:5:41: system.power.cuts is always about the last 14 days (in \"30 d\"); leave the window out"},
    {"[require.network]\nlatency = { limit = \"<= 1 s\", statistic = \"p42\" }",
     "t.toml:5:1: network.latency has no statistic \"p42\"; it has median mean p95 p99 max"},
    {"[require.network]\nloss = { limit = \"<= 1 %\", path = \"one_way\" }",
     "t.toml:5:35: network.loss has no path (in \"one_way\"); only delays have one"},
    {"[require.network]\nloss = { limit = \"<= 1 %\", evidence = \"sworn\" }",
     "t.toml:5:39: evidence is \"sworn\"; write \"any\" or \"challenged\" or \"witnessed\""},
    {"[require.system]\ncpu.cores = { limit = \">= 2\", evidence = \"witnessed\" }",
     "t.toml:5:42: nobody else can vouch for system.cpu.cores: it is read on this computer (in "
     "\"witnessed\"); leave the "
     "evidence out, or ask the person with [ask.…]"},
    {"[require.network]\n\"reachable@softphone\" = true",
     "t.toml:5:1: there is no [targets.softphone]; add it"},
    {"[targets.softfone]\nhost = \"h.example\"\n[require.network]\n\"reachable@softphone\" = true",
     "t.toml:7:1: there is no [targets.softphone]; did you mean softfone?"},
    {"[require.system]\ndisplay.resolution = \">= large\"",
     "t.toml:5:22: \"large\" is no size of a screen; write it like >= 1280x1024"},
    {"[require.network]\nlink.kind = \">= wifi\"",
     "t.toml:5:13: network.link.kind is a text: it has no more or less; write the text, or { in = [\"…\"] "
     "}"},
    {"[require.network]\ndownload = { in = [\"5 Mbps\"] }",
     "t.toml:5:19: network.download is no text, so it cannot be in a list; use limit instead"},
    {"[require.network]\ndownload = { limit = \">= 5 Mbps\", in = [\"a\"] }",
     "t.toml:5:12: a rule needs exactly one of limit, in and not_in (in \"network.download\")"},
    {"[require.network]\ndownload = 2026-11-24",
     "t.toml:5:12: network.download cannot be compared with a list "
     "or a date; write { in = [\"…\"] } for a list"},
    {"[[when]]\nrequire.network.download = \">= 9.5 Mbps\"",
     "t.toml:4:1: the [[when]] does not say when; add if.role = \"…\", if.answer.NAME = \"…\", or "
     "if.system.os.family = \"…\""},
    {"[[when]]\nif.system.memory.installed = \">= 4 GB\"\nrequire.system.cpu.cores = \">= 2\"",
     "t.toml:5:18: system.memory.installed cannot say whom a rule is for: it says how well a computer "
     "does; use "
     "what a computer is: system.os.family, system.cpu.vendor, network.link.kind; or a bound that is too "
     "bad, with <"},
    {"[one_of.computer]\nlevel = \"require\"",
     "t.toml:4:1: there is no alternative to choose (in \"computer\"); add [one_of.computer.NAME]"},
    {"[one_of.computer.mac]\n",
     "t.toml:4:1: the alternative has no rules, so everything would meet it (in \"mac\")"},
    {"[one_of.computer.mac]\nsystem.os.famly = \"macos\"",
     "t.toml:5:11: no fact is called system.os.famly; did you mean system.os.family?"},
    {"[needs.panel]\nmemory = \"2 Mbps\"",
     "t.toml:5:10: \"2 Mbps\" is the wrong unit here; write it like 8 GB"},
    {"[remove]\nrules = [\"require.network.loss\"]",
     "t.toml:4:1: [remove] takes rules from the spec that this one extends, and it extends none; leave "
     "[remove] "
     "out"},
    {"[ask.line]\ntext = { en = \"What?\", urdu_pk = \"…\" }\nanswers = [\"a\"]\naccept = [\"a\"]",
     "t.toml:5:24: \"urdu_pk\" is no language; write en, ur, pt-BR"},
    {"[ask.line]\ntext = \"What?\"\nanswers = [\"a\"]\naccept = [\"b\"]",
     "t.toml:7:10: \"b\" is accepted, but it is none of the answers"},
    {"[ask.line]\ntext = \"What?\"\nanswers = [\"a\"]\nevidence = \"oath\"",
     "t.toml:7:12: evidence is \"oath\"; write \"answer\" or \"photo\" or \"document\""},
    {"[require.system]\ncpu.cores = \">= 2\"\n[[waive]]\nrule = \"require.system.cpu.core\"\nfor = "
     "\"everyone\"\nuntil = 2027-01-01\nreason = \"r\"",
     "t.toml:6:1: no rule is called require.system.cpu.core; did you mean require.system.cpu.cores?"},
    {"[requre.network]\nloss = \"<= 1 %\"",
     "t.toml:4:2: a spec has no part called \"requre\"; did you mean require?"},
    {"[[rule]]\nid = \"ask.x\"\nfact = \"system.cpu.cores\"\nlimit = \">= 2\"",
     "t.toml:5:6: an id may not begin with \"ask.\"; choose another"},
    {"[targets.a]\nhost = \"h\"\nports = [\"tcp/443x\"]",
     "t.toml:6:9: \"tcp/443x\" is no port; write it like \"tcp/443\", \"tls/443\" or \"udp/3478\""},
    {"[targets.a]\nhost = \"h\"\nports = [\"tcp/22\"]",
     "t.toml:6:9: no spec may have port 22 of a host tried (in \"tcp/22\"); name a port of the web, of "
     "calls, "
     "of DNS or of NTP, such as 443, 3478 or 5061"},
    {"[targets.a]\nhosts = [\"*.h.example\"]",
     "t.toml:5:9: \"*.h.example\" stands for many hosts, and only one that there is can be tried; name "
     "hosts "
     "that stand for it, and write it into stands_for"},
    {"[targets.a]\nhost = \"h\"\nhosts = [\"g\"]",
     "t.toml:6:9: the target has both host and hosts; write one of them"},
    {"[require.network]\nloss = { limit = \"<= 1 %\", tolerance = \"5\" }",
     "t.toml:5:40: a tolerance is a share of the limit, from 0 % to 50 %; write it like \"5 "
     "%\""},
};

TEST(Spec, SaysWhatIsWrongAndWhere) {
  for (const Bad& bad : bad_specs) EXPECT_EQ(first_error(spec_with(bad.text)), bad.error);
}

TEST(Spec, WhatIsNoTomlIsShownWithItsLine) {
  const std::string error = first_error(spec_with("[require.network]\n  loss <= 1 %\n"));
  EXPECT_TRUE(error.starts_with("t.toml:5:")) << error;
  EXPECT_NE(error.find("(in \"loss <= 1 %\")"), std::string::npos) << error;
}

TEST(Spec, RefusesWhatIsNoSpec) {
  EXPECT_EQ(first_error(""), "t.toml: the spec is empty; deskready spec show voice-baseline shows one");
  EXPECT_NE(first_error(std::string("\x00\xff\xfe", 3)), "no error");
  EXPECT_NE(first_error("[spec]\nlanguage = 1\nname = \"\xff\""), "no error");
  std::string deep = spec_with("[require]\na = ");
  for (int i = 0; i < 40; ++i) deep += "[";
  for (int i = 0; i < 40; ++i) deep += "]";
  EXPECT_NE(first_error(deep).find("nested deeper than 16"), std::string::npos) << first_error(deep);
  EXPECT_NE(first_error(std::string(2'000'000, '#')), "no error");
  // Deep enough to overflow the stack of a parser that recurses.
  std::string dotted = "a";
  for (int i = 0; i < 300'000; ++i) dotted += ".a";
  EXPECT_NE(first_error("[" + dotted + "]").find("nested too deep"), std::string::npos);
  EXPECT_NE(first_error(dotted + " = 1").find("nested too deep"), std::string::npos);
  EXPECT_NE(first_error("[spec]\nlanguage = 1\nname = \"t\"\nexpires = 2027-02-30\n"), "no error");
  EXPECT_NE(first_error("[spec]\nlanguage = 1\nname = \"t\"\nname = \"u\"\n"), "no error");
  EXPECT_NE(first_error("[spec]\nlanguage = 2\nname = \"t\"\n"), "no error");
}

TEST(Spec, EveryMisspeltUnitIsNamedAtOnceAndInOrder) {
  const char* const units[] = {"Mbsp", "Mbis/s", "gbyte", "kbytes", "sec", "msec", "pct", "Ghz", "db", "Gib"};
  std::string text = spec_with("");
  for (std::size_t i = 0; i < std::size(units); ++i)
    text += fmt::format("[[rule]]\nid = \"r{}\"\nfact = \"network.download\"\nlimit = \">= 5 {}\"\n", i,
                        units[i]);
  const auto spec = parse_spec(text, "t.toml", {});
  ASSERT_FALSE(spec);
  ASSERT_EQ(spec.error().size(), std::size(units));
  int line = 0;
  for (std::size_t i = 0; i < std::size(units); ++i) {
    const SpecError& error = spec.error()[i];
    EXPECT_GT(error.where.line, line);
    line = error.where.line;
    EXPECT_NE(to_string(error).find(fmt::format("\"{}\" is no unit", units[i])), std::string::npos)
        << to_string(error);
  }
}

// A day that does not exist is one fault beside the others, and hides none of them.
TEST(Spec, AnImpossibleDayIsNamedAndTheRestIsRead) {
  const auto spec = parse_spec(
      "[spec]\nlanguage = 1\nname = \"t\"\nexpires = 2026-02-30  # not 2026-02-28\n[require.network]\n"
      "download = \">= 25 Mbpss\"\n[[waive]]\nrule = \"require.network.download\"\nfor = \"everyone\"\n"
      "reason = \"x\"\nuntil = 2025-13-01\n",
      "t.toml", {});
  ASSERT_FALSE(spec);
  ASSERT_EQ(spec.error().size(), 3u);
  EXPECT_EQ(to_string(spec.error()[0]),
            "t.toml:4:11: \"2026-02-30\" is in no calendar; look up the month's last day");
  EXPECT_NE(to_string(spec.error()[1]).find("Mbpss"), std::string::npos);
  EXPECT_EQ(spec.error()[2].offending, "2025-13-01");
  EXPECT_EQ(spec.error()[2].where.line, 11);
}

std::string many_rules(int count) {
  std::string text = spec_with("");
  for (int i = 0; i < count; ++i)
    text += "[[rule]]\nid=\"r" + std::to_string(i) + "\"\nfact=\"system.cpu.cores\"\nlimit=\">= 2\"\n";
  return text;
}

TEST(Spec, HoldsTenThousandRulesAndNoMore) {
  const auto most = parse_spec(many_rules(10'000), "t.toml", {});
  ASSERT_TRUE(most) << to_string(most.error().front());
  EXPECT_EQ(most->rules.size(), 10'000u);
  EXPECT_EQ(first_error(many_rules(10'001)), "t.toml:1:1: the spec has more than 10000 rules; split it");
}

TEST(Spec, EveryUnitMisspeltIsItsOwnFault) {
  const auto spec =
      parse_spec(spec_with("[require.network]\ndownload = \">= 5 Mbsp\"\nupload = \">= 5 "
                           "mbs\"\nlatency = \"<= 5 mss\"\nloss = \"<= 5 pct\"\n[require.system]\n"
                           "memory.installed = \">= 5 gigs\"\ncpu.clock = \">= 5 Ghz\"\n"
                           "[require.audio]\nnoise_floor = \"<= -5 dbfs\"\n"),
                 "t.toml", {});
  ASSERT_FALSE(spec);
  ASSERT_EQ(spec.error().size(), 7u);
  for (const SpecError& error : spec.error()) {
    EXPECT_NE(to_string(error).find("is no unit"), std::string::npos) << to_string(error);
    EXPECT_NE(to_string(error).find("write it like"), std::string::npos) << to_string(error);
    EXPECT_FALSE(error.offending.empty());
  }
}

TEST(Spec, ReportsEveryFaultInOrder) {
  const auto spec =
      parse_spec(spec_with("[require.network]\nupload = \"5\"\ndownload = \"6\"\nnonsense = 1"), "t", {});
  ASSERT_FALSE(spec);
  ASSERT_EQ(spec.error().size(), 3u);
  EXPECT_EQ(spec.error()[0].where.line, 5);
  EXPECT_EQ(spec.error()[1].where.line, 6);
  EXPECT_EQ(spec.error()[2].where.line, 7);
}

TEST(Spec, ReadsRulesOverTime) {
  const auto spec = parse_spec(
      "[spec]\nlanguage = 1\nname = \"t\"\nreading = \"official\"\n[require.network]\n"
      "download = { limit = \">= 25 Mbps\", window = \"14 d\", during = \"shifts\", share = \">= 95 %\" }\n"
      "latency = { limit = \"<= 100 ms\", window = \"36 h\" }\n"
      "outages = { limit = \"<= 2\", window = \"30 d\" }\n"
      "[one_of.line.cable]\nnetwork.link.kind = { limit = \"ethernet\", window = \"7 d\", share = \"> 50 %\" "
      "}\n",
      "t.toml", ".");
  ASSERT_TRUE(spec) << to_string(spec.error().front());
  EXPECT_EQ(key_of(spec->rules[0]), "network.download#share>=25000000/14d,shifts");
  EXPECT_EQ(key_of(spec->rules[1]), "network.latency#max/36h");
  EXPECT_EQ(key_of(spec->rules[2]), "network.outages#/30d");
  EXPECT_EQ(key_of(spec->choices[0].alternatives[0].rules[0]), "network.link.kind#share=ethernet/7d");
  // Each check is asked for the figure itself, and for what outages are known from.
  std::set<std::string> keys;
  for (const FactKey& key : keys_of(*spec)) keys.insert(to_string(key));
  EXPECT_EQ(keys, (std::set<std::string>{"network.download", "network.latency", "network.outages",
                                         "network.link.kind"}));
  const auto again = parse_spec(show_spec(*spec), "t.toml", ".");
  ASSERT_TRUE(again) << to_string(again.error().front());
  EXPECT_EQ(show_spec(*again), show_spec(*spec));
  for (std::size_t i = 0; i < spec->rules.size(); ++i) EXPECT_EQ(again->rules[i].over, spec->rules[i].over);
}

TEST(Spec, ShippedSpecsLoadAndSayTheirSources) {
  for (const ShippedSpec& shipped : shipped_specs()) {
    const auto spec = load_spec(shipped.name);
    ASSERT_TRUE(spec) << to_string(spec.error().front());
    EXPECT_FALSE(spec->rules.empty());
    if (!spec->shipped_baseline) continue;
    for (const Rule& rule : spec->rules) {
      EXPECT_FALSE(rule.source.empty()) << rule.id;
      EXPECT_NE(rule.key.name, "system.cpu.model") << "a baseline names no processor";
    }
  }
}

TEST(Spec, WhatIsShownReadsBackTheSame) {
  const auto spec = load_spec("voice-baseline");
  ASSERT_TRUE(spec);
  const auto again = parse_spec(show_spec(*spec), "again", {});
  ASSERT_TRUE(again) << to_string(again.error().front());
  ASSERT_EQ(again->rules.size(), spec->rules.size());
  for (std::size_t i = 0; i < spec->rules.size(); ++i) {
    EXPECT_EQ(again->rules[i].id, spec->rules[i].id);
    EXPECT_EQ(again->rules[i].key, spec->rules[i].key);
    EXPECT_EQ(again->rules[i].comparison, spec->rules[i].comparison) << spec->rules[i].id;
    EXPECT_DOUBLE_EQ(again->rules[i].tolerance, spec->rules[i].tolerance);
  }
}

TEST(Spec, IsTheEmployersOrWhereItIsNobodysItsOwn) {
  EXPECT_EQ(who_asks("Acme Support", "acme-voice"), "Acme Support");
  EXPECT_EQ(who_asks("", "acme-voice"), "acme-voice");
  const auto baseline = load_spec("voice-baseline");
  ASSERT_TRUE(baseline);
  EXPECT_EQ(who_asks(*baseline), "voice-baseline");
}

}  // namespace
}  // namespace deskready
