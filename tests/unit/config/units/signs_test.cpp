// Figures as people write them: tests/field/units-and-signs.toml.
#include "config/units/signs.h"

#include <gtest/gtest.h>

#include "config/spec/language/comparison_parser.h"
#include "tests/tools/field_cases.h"

namespace deskready {
namespace {

TEST(Signs, AreTakenOrNamed) {
  int tried = 0;
  for (const FieldCase& one : field_cases("units-and-signs")) {
    ++tried;
    const FactInfo* info = find_fact(one.fact);
    ASSERT_NE(info, nullptr) << one.fact;
    const auto read = parse_comparison(one.input, *info);
    if (one.right == "refused") {
      ASSERT_FALSE(read) << one.input << " was taken as " << to_string(*read, *info);
      EXPECT_NE(read.error().find(one.names), std::string::npos) << one.input << ": " << read.error();
    } else {
      ASSERT_TRUE(read) << one.input << ": " << read.error();
      EXPECT_EQ(to_string(*read, *info), one.right) << one.input;
    }
  }
  EXPECT_GE(tried, 20);
}

TEST(Signs, ThatOnlyLookAlikeAreNamed) {
  EXPECT_EQ(strange_sign("network.l\u043ess"), "\u043e (U+043E) in it only looks like o; type it anew");
  EXPECT_EQ(strange_sign("25\u200b Mbps"), "a sign that cannot be seen (U+200B) stands in it; delete it");
  for (const char* text : {"", "25 Mbps", "µs", "Müller", "سارة", "\xff\xc3", ">= 25 ≥ ×"})
    EXPECT_FALSE(strange_sign(text)) << text;
}

}  // namespace
}  // namespace deskready
