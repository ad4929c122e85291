// Names as sheets write them against what computers call themselves: tests/field/names.toml.
#include "config/spec/named.h"

#include <gtest/gtest.h>

#include "config/base/text.h"
#include "config/spec/language/comparison_parser.h"
#include "config/spec/names/products.h"
#include "config/spec/names/windows.h"
#include "tests/tools/field_cases.h"

namespace deskready {
namespace {

class FieldNames : public testing::TestWithParam<const char*> {};

// The names that a computer has stand between '|', the fact's value first.
TEST_P(FieldNames, MeanWhatTheSheetMeans) {
  int tried = 0;
  for (const FieldCase& one : field_cases(GetParam())) {
    ++tried;
    const FactInfo* info = find_fact(one.fact);
    ASSERT_NE(info, nullptr) << one.fact;
    const auto read = parse_comparison(one.input, *info);
    if (one.right == "refused") {
      ASSERT_FALSE(read) << one.input;
      EXPECT_NE(read.error().find(one.names), std::string::npos) << one.input << ": " << read.error();
      continue;
    }
    ASSERT_TRUE(read) << one.input << ": " << read.error();
    std::vector<std::string> names;
    for (const std::string_view name : split(one.found, '|')) names.emplace_back(name);
    const bool is = is_named(read->texts.front(), names.front(), std::span(names).subspan(1), *info);
    EXPECT_EQ(is ? "met" : "not_met", one.right) << one.input << " against " << one.found;
  }
  EXPECT_GT(tried, 0);
}

INSTANTIATE_TEST_SUITE_P(Field, FieldNames,
                         testing::Values("system-names", "headset-names", "zone-names", "computer-names"));

TEST(WifiGenerations, GoByTheirNames) {
  int tried = 0;
  for (const FieldCase& one : field_cases("wifi-generations")) {
    ++tried;
    const FactInfo& info = *find_fact(one.fact);
    const auto read = parse_comparison(one.input, info);
    EXPECT_EQ(read ? to_string(*read, info) : "refused", one.right) << one.input;
    EXPECT_TRUE(read || read.error().find(one.names) != std::string::npos) << read.error();
  }
  EXPECT_GT(tried, 2);
}

TEST(WindowsVersions, CompareByNameNumberAndServicePack) {
  int tried = 0;
  for (const FieldCase& one : field_cases("windows-versions")) {
    ++tried;
    const FactInfo& info = *find_fact(one.fact);
    const auto read = parse_comparison(one.input, info);
    ASSERT_TRUE(read) << one.input << ": " << read.error();
    const auto meets = meets_release(*read, one.found);
    EXPECT_EQ(!meets   ? "could_not_check"
              : *meets ? "met"
                       : "not_met",
              one.right)
        << one.found << " against " << one.input;
    EXPECT_EQ(parse_comparison(to_string(*read, info), info), *read) << one.input;
  }
  EXPECT_GT(tried, 10);
}

// Versions of other systems stay what they are, and a limit in Windows' words says nothing about them.
TEST(WindowsVersions, LeaveOtherSystemsAlone) {
  const FactInfo& info = *find_fact("system.os.version");
  EXPECT_EQ(meets_release(*parse_comparison(">= 7", info), "6.1"), false) << "whose version is not said";
  EXPECT_EQ(meets_release(*parse_comparison(">= 7", info), "Windows 6.1"), true);
  EXPECT_EQ(meets_release(*parse_comparison(">= 11", info), "14.2"), true);
  EXPECT_EQ(meets_release(*parse_comparison(">= 10.10", info), "10.15.7"), true);
  EXPECT_EQ(meets_release(*parse_comparison(">= Windows 7", info), "22.04"), std::nullopt);
  for (const char* const text : {">= XP SP", ">= 7 SP1 or so", ">= 10 22H9", ">= Windows", ">= 12 SP1"})
    EXPECT_FALSE(parse_comparison(text, info)) << text;
  EXPECT_FALSE(parse_comparison(">= 7 SP1", *find_fact("system.browser.firefox.version")));
}

TEST(Products, HaveMakers) {
  EXPECT_EQ(maker_in("Plantronics Blackwire 3220 Series"), "Poly");
  EXPECT_EQ(maker_in("Jabra EVOLVE 40 MS"), "Jabra");
  EXPECT_EQ(maker_in("USB Audio Device"), std::nullopt);
}

// Product names by USB, of many devices each.
TEST(Products, ThatTellNoModelAreNotHeldAgainstOne) {
  for (const char* const name : {"Logitech USB Headset", "USB Audio Device", "USB PnP Sound Device"})
    EXPECT_TRUE(tells_no_model(name)) << name;
  for (const char* const name : {"Jabra EVOLVE 40 MS", "Logi USB Headset H340", "AirPods Pro"})
    EXPECT_FALSE(tells_no_model(name)) << name;
}

TEST(Named, ASystemInASentenceIsToldHowToWriteIt) {
  const std::pair<const char*, const char*> rows[] = {
      {"Debian 12 or newer", "write system.os.name = \"Debian\" and system.os.version = \">= 12\""},
      {"Debian (12 or later)", "write system.os.name = \"Debian\" and system.os.version = \">= 12\""},
      {"at least Ubuntu 22.04", "write system.os.name = \"Ubuntu\" and system.os.version = \">= 22.04\""},
      {"Linux Mint 21+", "write system.os.name = \"Linux Mint\" and system.os.version = \">= 21\""},
      {"Fedora 40 or older", "write system.os.name = \"Fedora\" and system.os.version = \"<= 40\""},
      {"Windows 10 or newer", "write system.os.family = \"windows\" and system.os.version = \">= 10\""},
      {"Ubuntu 22.04 or Debian 12", "write { in = [\"Ubuntu 22.04\", \"Debian 12\"] }"},
      {"Debian, Ubuntu", "write { in = [\"Debian\", \"Ubuntu\"] }"},
      {"Windows, macOS or Linux", "write system.os.family = { in = [\"windows\", \"macos\", \"linux\"] }"},
      {"Windows 10 or Linux Mint 21",
       "[one_of.system.windows] system.os.family = \"windows\" and system.os.version = \">= 10\" "
       "[one_of.system.linuxmint] system.os.name = \"Linux Mint\" and system.os.version = \">= 21\""},
      {"Ubuntu 22.04 and 24.04", "write { in = [\"Ubuntu 22.04\", \"Ubuntu 24.04\"] }"},
  };
  for (const char* const text : {"Ubuntu no older than 22.04", "not older than Debian 12",
                                 "Ubuntu below 24.04", "12, or newer", ","}) {
    const auto why = never_named(text, *find_fact("system.os.name"));
    ASSERT_TRUE(why) << text;
    EXPECT_NE(why->find("write the name alone"), std::string::npos) << *why;
  }
  const FactInfo& name = *find_fact("system.os.name");
  for (const auto& [text, part] : rows) {
    const auto why = never_named(text, name);
    ASSERT_TRUE(why) << text;
    EXPECT_NE(why->find(part), std::string::npos) << *why;
  }
  for (const char* const text : {"Debian GNU/Linux 12 (bookworm)", "Red Hat Enterprise Linux 9.4 (Plow)",
                                 "Pop!_OS 22.04 LTS", "Ubuntu 22.04", "opensuse-leap", "debian"})
    EXPECT_FALSE(never_named(text, name)) << text;
}

}  // namespace
}  // namespace deskready
