// What the TOML library would run into without an end.
#include "config/toml/parser.h"

#include <gtest/gtest.h>

#include <string>

namespace deskready {
namespace {

TEST(ParseToml, TakesLettersOutsideOfTextsForAFault) {
  using namespace std::string_literals;
  for (const std::string& text : {
           "caf\u00e9 = 1\n"s,
           "a = \u035d\n"s,
           // A quote in the middle of a word begins no text.
           "a = 0\"h\0\0z\u035dn\"\n"s,
           "a = \"b\"\"\u035d\"\n"s,
           "a\"\u035d\" = 1\n"s,
           // Nor behind a sign that is part of the word, and no blank can be escaped by a letter.
           "a = 0[\"\u00b5\"\n"s,
           "a = 0.\"\u00b5\"\n"s,
           "a = \"\"\"\\\u00b5\"\"\"\n"s,
       }) {
    EXPECT_FALSE(parse_toml(text)) << text;
  }
}

TEST(ParseToml, TakesThemInTextsWhereverOneMayBegin) {
  for (const char* const text :
       {"\"caf\u00e9\" = '\u00e9'", "a.\"\u00e9\" = 1", "a = [\"\u00e9\",'\u00e9', \"\u00e9\"]",
        "a = {\"\u00e9\"=\"\u00e9\",'\u00e8' = 1}", "[\"\u00e9\"]\n[[b.'\u00e9']]", "a = \"\"\"\u00e9\"\"\"",
        "\xEF\xBB\xBF\"\u00e9\" = 1 # \u00e9"}) {
    EXPECT_TRUE(parse_toml(text)) << text;
  }
}

}  // namespace
}  // namespace deskready
