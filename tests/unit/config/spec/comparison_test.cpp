#include "config/spec/comparison.h"

#include <gtest/gtest.h>

#include "config/spec/language/comparison_parser.h"
#include "config/units/version.h"

namespace deskready {
namespace {

TEST(Comparison, WhatIsShownReadsBackTheSame) {
  const char* const texts[] = {">= 25 Mbps", "> 25 Mbps",   "<= 25 Mbps",
                               "< 25 Mbps",  "1 .. 2 Mbps", "≥ 3 Mbps"};
  const FactInfo& info = *find_fact("network.download");
  for (const char* const text : texts) {
    const auto read = parse_comparison(text, info);
    ASSERT_TRUE(read) << read.error();
    const auto again = parse_comparison(to_string(*read, info), info);
    ASSERT_TRUE(again) << to_string(*read, info);
    EXPECT_EQ(*again, *read) << text;
  }
}

struct Impossible {
  const char* fact;
  const char* text;
  const char* part_of_error;
};

TEST(Comparison, SaysWhatWouldBePossible) {
  const Impossible table[] = {
      {"audio.headset.present", ">= 1", "write true or false"},
      {"audio.headset.present", "maybe", "write true or false"},
      {"network.link.kind", "> wifi", "no more or less"},
      {"network.link.kind", "", "empty"},
      {"network.download", "25 Mbps", "which side is good"},
      {"network.download", ">= ", "number"},
      {"network.download", ">= 25", "no unit"},
      {"network.latency", "20 .. 10 ms", "swap both"},
      {"network.latency", "5 .. ms", "number"},
      {"network.latency", "min 5 ms", "read both ways"},
      {"network.latency", "up to 5 ms", "<= 5 ms"},
      {"network.upload", "at most 5 Mbps", ">= 5 Mbps"},
      {"system.os.version", ">= new", "is no version"},
      {"system.os.version", ">= 12.x", "is no version"},
      {"system.os.version", ">= 12 or later", "is no version"},
      {"system.os.version", "14 .. 12", "swap both"},
      {"system.os.version", "12 .. new", "is no version"},
      {"system.os.version", "12 ..", "is no version"},
      {"system.os.version", ">= 115, < 130", "write a range, 115 .. 129 (both count"},
      {"system.os.version", "<= 12.4, >= 10", "write a range, 10 .. 12.4 (both count"},
      {"system.os.version", ">= 115, < 130.5", "write a range, 115 .. 128 (both count"},
      {"network.latency", ">= 10 ms, <= 90 ms", "write a range, 10 ms .. 90 ms"},
      {"network.latency", ">= 1 ms, <= 9 ms", "write a range"},
      {"network.link.kind", "Ethernet cable", "did you mean ethernet? the words are ethernet, wifi"},
      {"network.link.kind", "wify", "did you mean wifi?"},
      {"audio.headset.connection", "3.5 mm", "the words are usb, bluetooth, jack"},
      {"system.display.resolution", "> 1280x1024", "is no size of a screen"},
      {"system.display.resolution", ">= 1280", "is no size of a screen"},
      {"system.display.resolution", ">= 0x0", "is no size of a screen"},
  };
  for (const Impossible& row : table) {
    const auto read = parse_comparison(row.text, *find_fact(row.fact));
    ASSERT_FALSE(read) << row.fact << " " << row.text;
    EXPECT_NE(read.error().find(row.part_of_error), std::string::npos) << read.error();
  }
}

TEST(Comparison, LimitsAreWhereItTurns) {
  const FactInfo& lag = *find_fact("network.latency");
  EXPECT_EQ(limits(*parse_comparison("<= 100 ms", lag)), std::vector<double>{0.1});
  EXPECT_EQ(limits(*parse_comparison("10 .. 20 ms", lag)), (std::vector<double>{0.01, 0.02}));
  EXPECT_TRUE(limits(*parse_comparison("ethernet", *find_fact("network.link.kind"))).empty());
  EXPECT_TRUE(limits(*parse_comparison(">= 12", *find_fact("system.os.version"))).empty());
}

TEST(Comparison, ScreensCompareInBothDirections) {
  const FactInfo& info = *find_fact("system.display.resolution");
  const auto asked = parse_comparison(">= 1280 × 1024", info);
  ASSERT_TRUE(asked);
  EXPECT_EQ(to_string(*asked, info), ">= 1280x1024");
  EXPECT_EQ(rank_ordered(*asked, "1920x1080", info), Ranked::meets);
  EXPECT_EQ(rank_ordered(*asked, "1366x768", info), Ranked::falls_short);
  EXPECT_EQ(rank_ordered(*asked, "1280x1024", info), Ranked::meets);
  EXPECT_EQ(rank_ordered(*asked, "huge", info), Ranked::unknown_name);
}

TEST(Versions, AreComparedAsFarAsTheLimitIsWritten) {
  struct Row {
    const char* limit;
    const char* value;
    bool meets;
  };
  const Row rows[] = {
      {">= 12", "12", true},
      {">= 12", "12.4", true},
      {">= 12", "11.9", false},
      {">= 12.4", "12", false},
      {"> 12", "12.4", false},
      {"> 12", "13", true},
      {"<= 12", "12.4", true},
      {"<= 12", "13", false},
      {"<= 12.4", "12.4.9", true},
      {"< 12", "11.99", true},
      {"< 12", "12.0.1", false},
      {"12", "12.4", true},
      {"12", "13", false},
      {"10.2", "10.10", false},
      {"115 .. 128", "114.9", false},
      {"115 .. 128", "115", true},
      {"115 .. 128", "128.0.3", true},
      {"115 .. 128", "129", false},
      {"22.04 .. 24.04", "24.04.2", true},
      {"22.04 .. 24.04", "24.10", false},
      {"22.04 .. 24.04", "9", false},
  };
  const FactInfo& info = *find_fact("system.os.version");
  for (const Row& row : rows) {
    const auto comparison = parse_comparison(row.limit, info);
    ASSERT_TRUE(comparison) << comparison.error();
    EXPECT_EQ(meets_version(*comparison, row.value), row.meets) << row.limit << " against " << row.value;
    EXPECT_EQ(parse_comparison(to_string(*comparison, info), info), *comparison) << row.limit;
  }
}

TEST(Versions, CompareByNumber) {
  EXPECT_LT(compare_versions("10.2", "10.10"), 0);
  EXPECT_EQ(compare_versions("12", "12.0"), 0);
  EXPECT_GT(compare_versions("107.0.1", "107"), 0);
}

TEST(Versions, AreAnOrder) {
  const char* const versions[] = {"",  "0",  "1",  "1.0", "1.0.1", "1.2", "1.10",
                                  "2", "2a", "2b", "10",  "10.04", "x"};
  for (const char* const a : versions) {
    EXPECT_EQ(compare_versions(a, a), 0);
    for (const char* const b : versions) {
      EXPECT_EQ(compare_versions(a, b), -compare_versions(b, a)) << a << " " << b;
      for (const char* const c : versions) {
        if (compare_versions(a, b) < 0 && compare_versions(b, c) < 0) {
          EXPECT_LT(compare_versions(a, c), 0) << a << " " << b << " " << c;
        }
      }
    }
  }
}

TEST(LastReleases, AreCountedInTheWordsOfSheets) {
  const std::pair<const char*, unsigned> counts[] = {{"one of the last 2 releases", 2},
                                                     {"latest two major versions", 2},
                                                     {"the two latest releases", 2},
                                                     {"last 3 versions", 3},
                                                     {"latest version", 1},
                                                     {"current", 1},
                                                     {"The Current Release", 1},
                                                     {"latest", 1}};
  for (const auto& [text, count] : counts) EXPECT_EQ(last_releases(text), count) << text;
  for (const char* const text : {"the last releases", "one of the last 2 release", "12", ">= 12", "supported",
                                 "last 2 3 releases", "latest LTS", "two releases", "last 0 releases", ""})
    EXPECT_EQ(last_releases(text), std::nullopt) << text;
}

}  // namespace
}  // namespace deskready
