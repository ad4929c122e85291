// What refuses JSON before anything is built of it.
#include "config/base/json/bounded_json.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace deskready {
namespace {

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += '1';
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(BoundedJson, ReadsWhatIsWithinItsBounds) {
  const auto read = read_json(R"({"a":[1,-2,0.5,true,null,"x"],"b":{"a":{}}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, nlohmann::json::parse(R"({"a":[1,-2,0.5,true,null,"x"],"b":{"a":{}}})"));
}

TEST(BoundedJson, IsAsDeepAsItMayBeAndNoDeeper) {
  for (const auto& [open, close] : {std::pair{"[", "]"}, {R"({"a":)", "}"}}) {
    EXPECT_TRUE(read_json(nested(32, open, close)));
    const auto deeper = read_json(nested(33, open, close));
    ASSERT_FALSE(deeper);
    EXPECT_EQ(deeper.error().why, JsonRefusal::Why::too_deep);
    EXPECT_EQ(deeper.error().number, 32U);
  }
}

TEST(BoundedJson, RefusesDepthThatWouldOverflowTheStack) {
  EXPECT_FALSE(read_json(nested(1'000'000, "[", "]")));
  EXPECT_FALSE(read_json(std::string(1'000'000, '[')));
}

TEST(BoundedJson, CountsValuesOfEachKind) {
  JsonBounds bounds;
  bounds.values = 7;
  EXPECT_TRUE(read_json(R"([1,-1,1.5,"",true,null])", bounds));
  EXPECT_TRUE(read_json(R"({"a":{"a":[[],{}]},"b":0,"c":1})", bounds));
  for (const std::string_view text :
       {R"([1,-1,1.5,"",true,null,0])", R"({"a":{"a":[[],{}]},"b":0,"c":1,"d":[]})"}) {
    const auto read = read_json(text, bounds);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().why, JsonRefusal::Why::too_many);
    EXPECT_EQ(read.error().number, 7U);
  }
}

TEST(BoundedJson, IsNoLargerThanItMayBe) {
  JsonBounds bounds;
  bounds.bytes = 10;
  EXPECT_TRUE(read_json(R"("12345678")", bounds));
  EXPECT_FALSE(read_json(R"("123456789")", bounds));
}

TEST(BoundedJson, RefusesANameThatStandsTwice) {
  for (const std::string_view text :
       {R"({"a":1,"a":1})", R"([{"b":{},"a":1,"b":[]}])", R"({"a":1,"\u0061":2})"}) {
    EXPECT_FALSE(read_json(text)) << text;
  }
  EXPECT_TRUE(read_json(R"([{"a":{"a":1}},{"a":2}])"));
}

TEST(BoundedJson, RefusesWhatIsNoJson) {
  for (const std::string_view text :
       {"", " ", "{", "[1,]", "nul", "1 2", "\"\xff\"", "\"\\ud800\"", "1e999", "NaN"}) {
    const auto read = read_json(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().why, JsonRefusal::Why::no_json) << text;
  }
  using namespace std::string_view_literals;
  EXPECT_FALSE(read_json("{}\0"sv));
  EXPECT_FALSE(read_json("{\"a\":1}\0{\"a\":2}"sv)) << "one reader would see one document, another two";
}

}  // namespace
}  // namespace deskready
