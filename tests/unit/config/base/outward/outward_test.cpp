// Where text from outside leaves.
#include "config/base/outward/outward.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace deskready {
namespace {

TEST(Outward, NothingCommandsATerminal) {
  EXPECT_EQ(for_terminal("a\033]52;c;ZXZpbA==\007b"), "a ]52;c;ZXZpbA== b");
  EXPECT_EQ(for_terminal("a\u009b31mb\u0085c\x7f"), "a 31mb c ");
  EXPECT_EQ(for_terminal("line\nforged\r\u2028\u2029\t"), "line forged    ");
  EXPECT_EQ(for_terminal(std::string_view("a\0b", 3)), "a b");
}

TEST(Outward, NothingTurnsALineAroundOrHidesInIt) {
  EXPECT_EQ(for_terminal("\u202Egpj.exe\u202C \u2066x\u2069 \u200F\u061C\uFEFF\U000E0041"), "gpj.exe x ");
}

TEST(Outward, WhatPeopleWriteStays) {
  // Marks on letters, Urdu, a joined family, a keycap.
  for (const std::string_view text :
       {"Zürich é", "کمپیوٹر کو تار سے جوڑیں", "👩‍👩‍👧‍👦", "1️⃣", "\u0e17\u0e35\u0e48"})
    EXPECT_EQ(for_terminal(text), text);
}

TEST(Outward, RepairsWhatIsNoUtf8) {
  EXPECT_EQ(for_terminal("a\xff\xc3(\xed\xa0\x80"), "a\uFFFD\uFFFD(\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(for_terminal("\xf4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(for_terminal("\xc0\xaf"), "\uFFFD\uFFFD");
  EXPECT_EQ(for_terminal("\uFFFE\uFFFF\uFDD0"), "\uFFFD\uFFFD\uFFFD");
}

TEST(Outward, ALetterCarriesNoTower) {
  std::string tower = "e";
  for (int i = 0; i < 1000; ++i) tower += "\u0301";
  EXPECT_EQ(for_terminal(tower + "x").size(), 1 + 8 * 2 + 1U);
}

TEST(Outward, APageKeepsItsLinesAndItsOwnColours) {
  EXPECT_EQ(for_terminal_page("\033[1;31mNOT READY\033[0m\nx\r\n"), "\033[1;31mNOT READY\033[0m\nx\r\n");
  EXPECT_EQ(for_terminal_page("a\033[2Jb\033]8;;x\033\\ \u009bm\u202E\rz"), "a [2Jb ]8;;x \\  m z");
  EXPECT_EQ(for_terminal_page("end\r"), "end ");
  EXPECT_EQ(for_terminal_page("\033"), " ");
}

TEST(Outward, MarkupIsText) {
  EXPECT_EQ(for_html("<a href='x' title=\"y\">&\n"), "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp; ");
  EXPECT_EQ(for_markup("<b>it's & \"so\"</b>\033"), "&lt;b&gt;it's &amp; \"so\"&lt;/b&gt; ");
}

TEST(Outward, TomlHoldsTheTextItself) {
  EXPECT_EQ(for_toml("a \"b\" \\ \n\t\x7f ä"), R"("a \"b\" \\ \n\u0009\u007f ä")");
  EXPECT_EQ(for_toml("\u009b\u2028\u202E\U000E0041\xff"), "\"\\u009b\\u2028\\u202e\\U000e0041\uFFFD\"");
}

TEST(Outward, ALogsMessageIsOneLineAndBounded) {
  EXPECT_EQ(for_log("one\ntwo: \033[31m"), "one two:  [31m");
  const std::string most(4000, 'x');
  EXPECT_EQ(for_log(most), most);
  const std::string longer = for_log(std::string(3998, 'x') + "äää");
  EXPECT_LE(longer.size(), 4000U);
  EXPECT_TRUE(longer.ends_with("x…")) << longer.substr(3980);
  EXPECT_LE(for_log(std::string(100'000, '\xff')).size(), 4000U);
}

TEST(Outward, JsonKeepsItsValueAndCommandsNothing) {
  const nlohmann::json value = {{"a\u009b", "\u202E\u2028 \033 \U000E0041 \x7f ä"}};
  const std::string text = for_json(value.dump(2));
  EXPECT_EQ(nlohmann::json::parse(text), value);
  EXPECT_EQ(for_terminal_page(text), text);
  EXPECT_NE(text.find("\\u202e"), std::string::npos) << text;
}

}  // namespace
}  // namespace deskready
