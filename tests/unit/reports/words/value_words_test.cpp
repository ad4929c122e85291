#include "reports/words/value_words.h"

#include <gtest/gtest.h>

#include "config/facts/catalogue.h"
#include "config/spec/language/comparison_parser.h"
#include "reports/words/finding_words.h"

namespace deskready {
namespace {

std::string measured(std::string_view fact, Value value) {
  return value_words("en", {std::move(value)}, find_fact(fact));
}

std::string asked(std::string_view fact, std::string_view limit) {
  const FactInfo* info = find_fact(fact);
  return limit_words("en", parse_comparison(limit, *info).value(), info);
}

const Comparison not_on_air{
    .op = Operator::not_in, .version = {}, .version_high = {}, .texts = {"wifi", "cellular"}};

TEST(ValueWords, NamesAreThoseThatPeopleUse) {
  EXPECT_EQ(measured("network.link.kind", std::string("wifi")), "Wi-Fi");
  EXPECT_EQ(limit_words("en", not_on_air, find_fact("network.link.kind")), "not Wi-Fi, mobile network");
  EXPECT_EQ(asked("system.os.family", "windows"), "Windows");
  EXPECT_EQ(asked("system.os.family", "MacOS"), "macOS") << "whatever the letter case";
  EXPECT_EQ(asked("system.chassis", "laptop"), "laptop") << "of a fact whose words are people's";
  EXPECT_EQ(measured("audio.headset.connection", std::string("carrier pigeon")), "carrier pigeon");
}

TEST(ValueWords, ASpecsOwnSpellingStays) {
  EXPECT_EQ(limit_signs("en", not_on_air, find_fact("network.link.kind")), "not wifi, cellular");
}

// 8 GiB beside "at least 8 GB" looks like two units, and is what a label calls 8 GB.
TEST(ValueWords, MemoryIsSaidAsItsLabelSays) {
  EXPECT_EQ(measured("system.memory.installed", 8. * (1 << 30)), "8 GB");
  EXPECT_EQ(measured("system.memory.installed", 512. * (1 << 20)), "512 MB");
  const Measured between{.value = 8. * (1 << 30), .low = 4. * (1 << 30), .high = 12. * (1 << 30)};
  EXPECT_EQ(unmarked(interval_words("en", between, *find_fact("system.memory.installed"))), "4 GB to 12 GB");
  EXPECT_EQ(asked("system.memory.installed", ">= 8 GB"), "at least 8 GB");
  EXPECT_EQ(asked("system.memory.installed", ">= 8 GiB"), "at least 8 GB");
  const FactInfo* info = find_fact("system.memory.installed");
  EXPECT_EQ(limit_signs("en", parse_comparison(">= 8 GiB", *info).value(), info), ">= 8 GiB")
      << "for programs as it was written";
}

// Whatever was measured and asked for, both stand in GB, and neither looks larger than the other where it is
// not.
TEST(ValueWords, ARowIsInOneUnit) {
  constexpr double gibi = 1 << 30;
  const struct {
    double measured;
    std::string_view limit, figure, asked;
  } rows[] = {
      {8 * gibi, ">= 8 GiB", "8 GB", "at least 8 GB"},
      {7.75 * gibi, ">= 8 GiB", "7.75 GB", "at least 8 GB"},
      {8.3e9, ">= 8 GiB", "8.3 GB", "at least 8.58993 GB"},
      {8.3e9, "4 GiB .. 8 GiB", "8.3 GB", "4.29497 GB to 8.58993 GB"},
      {8.3e9, ">= 8 GB", "8.3 GB", "at least 8 GB"},
  };
  for (const auto& row : rows) {
    Finding finding;
    finding.key = "system.memory.available";
    finding.outcome = Outcome::not_met;
    finding.asked = parse_comparison(row.limit, *find_fact(finding.key)).value();
    finding.measured = Measured{.value = row.measured};
    EXPECT_EQ(measured_words("en", finding), row.figure);
    EXPECT_EQ(asked_words("en", finding), row.asked);
    const std::string sentence = unmarked(finding_sentence("en", finding));
    EXPECT_NE(sentence.find(row.asked), std::string::npos) << sentence;
    EXPECT_EQ(sentence.find("iB"), std::string::npos) << sentence;
  }
}

}  // namespace
}  // namespace deskready
