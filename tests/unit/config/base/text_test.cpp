// Texts: folding, splitting, and what they take on a terminal.
#include "config/base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace deskready {
namespace {

using testing::ElementsAre;

TEST(Text, IsTrimmedOfWhiteSpaceAtBothEnds) {
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n "), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed(std::string_view("\0x\0", 3), std::string_view("\0", 1)), "x");
}

TEST(Text, FoldsAsciiOnly) {
  EXPECT_EQ(lower("USB ÄZ-9_"), "usb Äz-9_");
  EXPECT_TRUE(same_text("USB", "usb"));
  EXPECT_FALSE(same_text("usb", "usb2"));
  EXPECT_FALSE(same_text("Ä", "ä"));
  EXPECT_FALSE(same_text("[", "{")) << "they lie 32 apart as letters do";
}

TEST(Text, SplitsIntoOnePartMoreThanSeparators) {
  EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split_at_spaces("  two\twords \n"), ElementsAre("two", "words"));
  EXPECT_THAT(split_at_spaces(""), ElementsAre());
}

TEST(Text, JoinedAgainAfterSplittingIsTheSame) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t left = random() % 12; left > 0; --left) text += ",ab"[random() % 3];
    std::string again;
    for (const std::string_view part : split(text, ','))
      again.append(part.data() == text.data() ? "" : ",").append(part);
    ASSERT_EQ(again, text);
  }
}

/// Table 3-7 of the Unicode standard: surrogates, overlong forms and what lies beyond U+10FFFF are none.
TEST(Text, BeginsWithACharacterOrNot) {
  for (const std::string_view good : {"a", "ä", "€", "𝄞", "\xf4\x8f\xbf\xbf"})
    EXPECT_EQ(character_length(std::string(good) + "a"), good.size()) << good;
  for (const char* const bad : {"", "\x80", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xe0\x9f\xbf",
                                "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"})
    EXPECT_EQ(character_length(bad), 0u) << bad;
  EXPECT_EQ(character_length(std::string_view("\0a", 2)), 1u);
}

TEST(Text, TakesTheColumnsOfItsCharacters) {
  EXPECT_EQ(columns("abc"), 3u);
  EXPECT_EQ(columns("ärger"), 5u);
  EXPECT_EQ(columns("e\u0301"), 1u) << "a combining accent";
  EXPECT_EQ(columns("耳机"), 4u);
  EXPECT_EQ(columns("ہیڈسیٹ"), 6u);
  EXPECT_EQ(columns("a\xff"), 2u);
  EXPECT_EQ(padded("耳", 4), "耳  ");
  EXPECT_EQ(padded("toolong", 4), "toolong");
}

TEST(Text, WrapsAtSpaces) {
  EXPECT_THAT(wrapped_lines("one two  three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped_lines("", 7), ElementsAre(""));
  EXPECT_THAT(wrapped_lines("耳机 耳机", 8), ElementsAre("耳机", "耳机"));
}

TEST(Text, CutsAWordLongerThanALineAtASeamOfIt) {
  EXPECT_THAT(wrapped_lines("endpoint_independent", 18), ElementsAre("endpoint_", "independent"));
  EXPECT_THAT(wrapped_lines("abcdefgh", 3), ElementsAre("abc", "def", "gh"));
  EXPECT_THAT(wrapped_lines("耳机耳", 3), ElementsAre("耳", "机", "耳"));
}

/// Nothing is lost and nothing is too wide, whatever the text.
TEST(Text, WrappedLosesNothing) {
  std::mt19937 random(2);
  const std::vector<std::string> pieces = {" ", "a", "耳", "e\u0301", "_", "\xff", "long-word"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t left = random() % 20; left > 0; --left) text += pieces[random() % pieces.size()];
    const std::size_t width = 2 + random() % 9;
    std::string joined;
    for (const std::string& line : wrapped_lines(text, width)) {
      ASSERT_LE(columns(line), width) << text;
      joined += line;
    }
    const auto unspaced = [](std::string of) {
      std::erase(of, ' ');
      return of;
    };
    ASSERT_EQ(unspaced(joined), unspaced(text));
  }
}

}  // namespace
}  // namespace deskready
