// Where one line ends and the next begins, and which it is.
#include "config/base/json/json_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace deskready {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::pair<std::size_t, std::string>> all(std::string_view text) {
  std::vector<std::pair<std::size_t, std::string>> lines;
  JsonLines from(text);
  while (const auto line = from.next()) lines.emplace_back(line->number, std::string(line->text));
  return lines;
}

TEST(JsonLines, HoldAValueEach) {
  EXPECT_THAT(all("{\"a\":1}\n{\"a\":2}\n"), ElementsAre(Pair(1U, "{\"a\":1}"), Pair(2U, "{\"a\":2}")));
  EXPECT_THAT(all("{\"a\":1}\n{\"a\":2}"), ElementsAre(Pair(1U, "{\"a\":1}"), Pair(2U, "{\"a\":2}")));
  EXPECT_TRUE(JsonLines("{\"a\":1}\n{\"a\":2}").several());
}

TEST(JsonLines, EndAsMailEndsThem) {
  EXPECT_THAT(all("{\"a\":1}\r\n{\"a\":2}\r\n"), ElementsAre(Pair(1U, "{\"a\":1}"), Pair(2U, "{\"a\":2}")));
}

TEST(JsonLines, AreCountedWithBlankOnes) {
  EXPECT_THAT(all("\n{\"a\":1}\n \r\n\n{\"a\":2}\n\n"),
              ElementsAre(Pair(2U, "{\"a\":1}"), Pair(5U, "{\"a\":2}")));
  EXPECT_EQ(JsonLines("{\"a\":1}\n\n{\"a\":2}\n\n").count(), 3u);
}

TEST(JsonLines, MayBeDamaged) {
  EXPECT_THAT(all("{\"a\":\n{\"a\":2}\n{\"a\":3}\n}}"),
              ElementsAre(Pair(1U, "{\"a\":"), Pair(2U, "{\"a\":2}"), Pair(3U, "{\"a\":3}"), Pair(4U, "}}")));
}

TEST(JsonLines, OfOneValueAreOne) {
  for (const char* const one :
       {"{\"a\":1}", "{\n  \"a\": {\n    \"b\": 1\n  }\n}", "{\n\"a\": [\n{\n\"b\": 1\n},\n{\n}\n]\n}",
        "[\n{\"a\":1},\n{\"a\":2}\n]", "{\"a\":[\n{\"b\":1}\n]}", "no JSON\nat all"}) {
    JsonLines lines(one);
    EXPECT_FALSE(lines.several()) << one;
    EXPECT_EQ(lines.count(), 1u);
    EXPECT_THAT(all(std::string(one) + "\n"), ElementsAre(Pair(1U, one)));
  }
}

TEST(JsonLines, OfNothingAreNone) {
  for (const char* const none : {"", "\n", " \r\n\t\n"}) EXPECT_THAT(all(none), IsEmpty()) << none;
}

}  // namespace
}  // namespace deskready
