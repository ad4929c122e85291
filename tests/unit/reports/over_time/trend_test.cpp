#include "reports/over_time/trend.h"

#include <gtest/gtest.h>

#include "reports/document/report.h"

namespace deskready {
namespace {

WallTime at(const char* time) {
  return parse_time(time).value();
}

TEST(Chart, DrawsFromZeroAndNamesTheEnds) {
  const std::vector<Sample> samples = {{at("2026-11-01T00:00:00Z"), 5e6, {}},
                                       {at("2026-11-02T00:00:00Z"), 10e6, {}},
                                       {at("2026-11-03T00:00:00Z"), std::nullopt, "no_far_end"},
                                       {at("2026-11-04T00:00:00Z"), 10e6, {}}};
  EXPECT_EQ(chart(samples, Unit::bit_per_second, cctz::utc_time_zone(), 4, 2),
            "10 Mbit/s  █ █\n"
            "  0 bit/s ██ █\n"
            "            ? \n"
            "          2026-11-012026-11-04\n"
            "          5 Mbit/s to 10 Mbit/s in 3 measurements; ? could not be measured\n");
}

TEST(Chart, IsEmptyWithoutANumberAndSurvivesOne) {
  const std::string memory =
      chart({{at("2026-11-01T00:00:00Z"), 8. * (1 << 30), {}}}, Unit::byte, cctz::utc_time_zone(), 10, 3);
  EXPECT_NE(memory.find("8 GB "), std::string::npos) << memory;
  EXPECT_EQ(chart({}, Unit::second, cctz::utc_time_zone(), 10, 3), "");
  EXPECT_EQ(
      chart({{at("2026-11-01T00:00:00Z"), std::nullopt, "busy"}}, Unit::second, cctz::utc_time_zone(), 10, 3),
      "");
  EXPECT_NE(chart({{at("2026-11-01T00:00:00Z"), 0.0, {}}}, Unit::second, cctz::utc_time_zone(), 10, 3), "");
  EXPECT_NE(chart({{at("2026-11-01T00:00:00Z"), -40.0, {}}}, Unit::dbfs, cctz::utc_time_zone(), 10, 3), "");
}

TEST(WeekShare, CountsWhatWasJudgedInLocalHours) {
  cctz::time_zone karachi;
  ASSERT_TRUE(cctz::load_time_zone("Asia/Karachi", &karachi));             // UTC+5
  const WeekShare week = week_share({{at("2026-11-23T15:30:00Z"), "met"},  // Monday 20:30 there
                                     {at("2026-11-23T15:40:00Z"), "not_met"},
                                     {at("2026-11-23T15:50:00Z"), "not_measured"},
                                     {at("2026-11-23T20:00:00Z"), "borderline"}},  // Tuesday 01:00
                                    karachi);
  EXPECT_EQ(week.hours[0][20].judged, 2);
  EXPECT_EQ(week.hours[0][20].met, 1);
  EXPECT_EQ(week.hours[1][1].judged, 1);
  EXPECT_EQ(week.all().judged, 3);
  EXPECT_NE(week_table(week).find("Met in 50 % of 2 checks in the evening."), std::string::npos);
  EXPECT_NE(week_table(week).find("Met in 0 % of 1 check in the night."), std::string::npos);
}

}  // namespace
}  // namespace deskready
