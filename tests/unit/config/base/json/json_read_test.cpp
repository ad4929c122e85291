// Members of JSON whose types are not what they should be.
#include "config/base/json/json_read.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace deskready {
namespace {

using nlohmann::json;

const std::vector<json>& any_values() {
  static const std::vector<json> all = {
      nullptr,          true,      -1, 0, 7, 18446744073709551615u, 1.5, "", "text", "2026-11-24T09:30:00Z",
      json::array({1}), {{"a", 1}}};
  return all;
}

/// For each value in the member's place, and for each in the object's: an answer, and no exception.
TEST(JsonRead, AnswersWhateverTheTypes) {
  for (const json& value : any_values()) {
    for (const json& object : {json{{"m", value}}, value}) {
      const bool has = object.is_object() && object.contains("m");
      EXPECT_EQ(text_of(object, "m"), has && value.is_string() ? value.get<std::string>() : "");
      EXPECT_EQ(number_of(object, "m").has_value(), has && value.is_number());
      EXPECT_EQ(truth_of(object, "m").has_value(), has && value.is_boolean());
      EXPECT_EQ(time_of(object, "m").has_value(), has && value == "2026-11-24T09:30:00Z");
      EXPECT_EQ(object_of(object, "m"), has && value.is_object() ? value : json::object());
      EXPECT_EQ(member_of(object, "m") != nullptr, has);
    }
  }
}

TEST(JsonRead, CountsAreWholeAndNeverNegative) {
  const auto count = [](const json& value) { return count_of({{"m", value}}, "m"); };
  EXPECT_EQ(count(7), 7);
  EXPECT_EQ(count(0u), 0);
  EXPECT_EQ(count(-1), std::nullopt);
  EXPECT_EQ(count(1.5), std::nullopt);
  EXPECT_EQ(count("7"), std::nullopt);
  EXPECT_EQ(count(9223372036854775807), 9223372036854775807);
  EXPECT_EQ(count(9223372036854775808u), std::nullopt);
}

TEST(JsonRead, TextThatIsNoUtf8IsWrittenAllTheSame) {
  EXPECT_EQ(json_text(json{{"m", "a\xff"}}), "{\"m\":\"a\uFFFD\"}");
  EXPECT_EQ(json_text(nlohmann::ordered_json{{"z", "a\xff"}, {"b", 1}}), "{\"z\":\"a\uFFFD\",\"b\":1}");
}

}  // namespace
}  // namespace deskready
