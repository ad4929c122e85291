#include "config/spec.h"

#include <gtest/gtest.h>

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

TEST(Spec, SaysWhatIsWrongAndWhere) {
  const Bad table[] = {
      {"[require.network]\ndownlod = \">= 5 Mbps\"",
       "t.toml:5:1: no fact is called network.downlod; did you mean network.download?"},
      {"[require.network]\ndownload = \">= 5 GB\"",
       "t.toml:5:12: \"5 GB\" is the wrong unit here; write it like 25 Mbps"},
      {"[require.network]\ndownload = \">= 5\"", "t.toml:5:12: \"5\" has no unit; write it like 25 Mbps"},
      {"[require.network]\ndownload = \"5 Mbps\"",
       "t.toml:5:12: \"5 Mbps\" does not say which side is good; write >= or <= before it"},
      {"[require.network]\nlatency = \"<= 1 s\"\nlatency = \"<= 2 s\"",
       "t.toml:6:11: latency is asked for twice; give each its own [[rule]]"},
      {"[require.audio.headset]\npresent = \">= 1\"",
       "t.toml:5:11: audio.headset.present is a yes/no fact: write true or false"},
      {"[one_of.computer.mac]\nsystem.os.family = \"macos\"",
       "t.toml:4:2: this version of deskready does not understand [one_of] yet; leave it out, or use a newer "
       "deskready"},
      {"[require.network]\nloss = { limit = \"<= 1 %\", window = \"200 ms\" }",
       "t.toml:5:28: this version of deskready does not understand \"window\" yet"},
      {"[require.network]\nloss = { limit = \"<= 1 %\", tolerance = \"5\" }",
       "t.toml:5:40: a tolerance is a share of the limit, from 0 % to 50 %; write it like \"5 %\""},
  };
  for (const Bad& bad : table) EXPECT_EQ(first_error(spec_with(bad.text)), bad.error);
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

TEST(Spec, ShippedSpecsLoadAndSayTheirSources) {
  for (const ShippedSpec& shipped : shipped_specs()) {
    const auto spec = load_spec(shipped.name);
    ASSERT_TRUE(spec) << to_string(spec.error().front());
    EXPECT_FALSE(spec->rules.empty());
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

TEST(Quantity, ReadsWhatPeopleWrite) {
  EXPECT_EQ(parse_quantity("25 Mbps"), (Quantity{25e6, Unit::bit_per_second}));
  EXPECT_EQ(parse_quantity("3 MB/s"), (Quantity{24e6, Unit::bit_per_second}));
  EXPECT_EQ(parse_quantity("8 GiB"), (Quantity{8.0 * 1024 * 1024 * 1024, Unit::byte}));
  EXPECT_EQ(parse_quantity("-50dBFS"), (Quantity{-50, Unit::dbfs}));
  EXPECT_FALSE(parse_quantity("many Mbps"));
  EXPECT_EQ(parse_quantity("5 Mbsp").error(), "\"Mbsp\" is no unit; did you mean Mbps?");
}

TEST(Versions, CompareByNumber) {
  EXPECT_LT(compare_versions("10.2", "10.10"), 0);
  EXPECT_EQ(compare_versions("12", "12.0"), 0);
  EXPECT_GT(compare_versions("107.0.1", "107"), 0);
}

}  // namespace
}  // namespace deskready
