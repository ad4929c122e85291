// RFC 3339 both ways.
#include "config/base/time.h"

#include <gtest/gtest.h>

#include <ctime>
#include <limits>

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

TEST(Times, OfUnixSecondsEndWhereTheyCannotBeWritten) {
  const auto written = [](std::int64_t seconds) {
    const auto time = from_unix_seconds(seconds);
    return time ? format_time(*time) : std::string("none");
  };
  EXPECT_EQ(written(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(written(-62'167'219'200), "0000-01-01T00:00:00Z");
  EXPECT_EQ(written(-62'167'219'201), "none");
  EXPECT_EQ(written(253'402'300'799), "9999-12-31T23:59:59Z");
  EXPECT_EQ(written(253'402'300'800), "none");
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::max()), "none");
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "none");
  EXPECT_FALSE(parse_time("9999-12-31T23:59:60Z")) << "the second after it has no form";
}

TEST(Times, AreUnixSecondsRoundedDown) {
  EXPECT_EQ(unix_seconds(WallTime(std::chrono::microseconds(-1))), -1);
  EXPECT_EQ(unix_seconds(WallTime(std::chrono::microseconds(999'999))), 0);
  EXPECT_EQ(unix_seconds(at("2026-11-24T09:30:00Z")), 1'795'512'600);
  EXPECT_EQ(from_unix_seconds(1'795'512'600), at("2026-11-24T09:30:00Z"));
}

TEST(Times, AreRoundedDown) {
  EXPECT_EQ(format_time(WallTime(std::chrono::microseconds(-1))), "1969-12-31T23:59:59Z");
  EXPECT_EQ(format_time(WallTime(std::chrono::microseconds(999'999))), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_time_to_ms(WallTime(std::chrono::microseconds(-1))), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_time_to_ms(WallTime(std::chrono::microseconds(1'002'999))), "1970-01-01T00:00:01.002Z");
}

}  // namespace
}  // namespace deskready
