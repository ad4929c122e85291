// RFC 3339 both ways.
#include "config/base/time.h"

#include <gtest/gtest.h>

#include <ctime>

namespace deskready {
namespace {

WallTime at(std::string_view text) {
  return parse_time(text).value();
}

TEST(Times, ReadOnlyWhatIsATime) {
  EXPECT_EQ(format_time(at("2026-11-24T09:30:00Z")), "2026-11-24T09:30:00Z");
  EXPECT_EQ(at("2026-11-24T09:30:00.25Z"), at("2026-11-24T09:30:00Z"));
  EXPECT_EQ(at("1970-01-01T00:00:00Z"), WallTime{});
  EXPECT_EQ(at("2024-02-29T00:00:00Z") - at("2024-02-28T00:00:00Z"), std::chrono::hours(24));
  EXPECT_EQ(at("2016-12-31T23:59:60Z"), at("2017-01-01T00:00:00Z"));
  for (const char* const wrong :
       {"", "2026-11-24", "2026-02-29T00:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T09:30:00+01:00",
        "2026-11-24T-1:30:00Z", "2026-11-24T09:30:00.Z", "2026-11-24 09:30:00Z", " 026-11-24T09:30:00Z",
        "2026-11-24T09:30:0xZ", "2026-11-24T09:30:00.5xZ", "2026-00-24T09:30:00Z", "2026-11-24T09:60:00Z"}) {
    EXPECT_FALSE(parse_time(wrong)) << wrong;
  }
}

/// Against the C library's calendar, at a step that meets each time of day and each day of the year.
TEST(Times, AreTheSameThereAndBackFrom1900To2200) {
  constexpr std::int64_t begin = -2'208'988'800, end = 7'258'118'400, step = 100'003;
  for (std::int64_t seconds = begin; seconds < end; seconds += step) {
    const WallTime time{std::chrono::seconds(seconds)};
    const std::time_t unix_time = seconds;
    std::tm utc{};
    char expected[32];
    ASSERT_NE(gmtime_r(&unix_time, &utc), nullptr);
    ASSERT_NE(std::strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", &utc), 0u);
    ASSERT_EQ(format_time(time), expected);
    ASSERT_EQ(at(expected), time);
  }
}

TEST(Times, AreRoundedDown) {
  EXPECT_EQ(format_time(WallTime(std::chrono::microseconds(-1))), "1969-12-31T23:59:59Z");
  EXPECT_EQ(format_time(WallTime(std::chrono::microseconds(999'999))), "1970-01-01T00:00:00Z");
}

}  // namespace
}  // namespace deskready
