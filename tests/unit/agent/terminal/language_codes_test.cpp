#include "agent/terminal/language_codes.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

TEST(LanguageCodes, OfThreeLettersTheShorterOneIsTheOne) {
  EXPECT_EQ(short_code("eng"), "en");
  EXPECT_EQ(short_code("ENG-GB"), "en");
  EXPECT_EQ(short_code("deu"), "de");
  EXPECT_EQ(short_code("ger"), "de");
  EXPECT_EQ(short_code("urd"), "ur");
}

TEST(LanguageCodes, OneThatIsShortOrHasNoneIsLeft) {
  for (const char* const code : {"en", "de-AT", "fil", "ceb", "", "qps-plocm", "e n"})
    EXPECT_EQ(short_code(code), "") << code;
}

TEST(LanguageCodes, OfTwoLettersOnlyThoseThatAreOnesMayBeALanguage) {
  for (const char* const code : {"en", "EN", "de-AT", "zu", "aa", "fil", "qps-plocm"})
    EXPECT_TRUE(may_be_language(code)) << code;
  for (const char* const code : {"xx", "jp", "cz-CZ"}) EXPECT_FALSE(may_be_language(code)) << code;
}

}  // namespace
}  // namespace deskready
