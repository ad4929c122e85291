#include "reports/over_time/trend.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "config/base/text.h"
#include "reports/document/report.h"

namespace deskready {
namespace {

WallTime at(const char* time) {
  return parse_time(time).value();
}

constexpr ChartSize small = {.bars = 10, .height = 3};

TEST(Chart, DrawsFromZeroAndNamesTheEnds) {
  const std::vector<Sample> samples = {{at("2026-11-01T00:00:00Z"), 5e6, {}},
                                       {at("2026-11-02T00:00:00Z"), 10e6, {}},
                                       {at("2026-11-03T00:00:00Z"), std::nullopt, "no_far_end"},
                                       {at("2026-11-04T00:00:00Z"), 10e6, {}}};
  EXPECT_EQ(chart(samples, Unit::bit_per_second, cctz::utc_time_zone(), {.bars = 4, .height = 2}),
            "10 Mbit/s  █ █\n"
            "  0 bit/s ██ █\n"
            "            ? \n"
            "          2026-11-012026-11-04\n"
            "          5 Mbit/s to 10 Mbit/s in 3 measurements; ? could not be measured\n");
}

TEST(Chart, IsEmptyWithoutANumberAndSurvivesOne) {
  const std::string memory =
      chart({{at("2026-11-01T00:00:00Z"), 8. * (1 << 30), {}}}, Unit::byte, cctz::utc_time_zone(), small);
  EXPECT_NE(memory.find("8 GB "), std::string::npos) << memory;
  EXPECT_EQ(chart({}, Unit::second, cctz::utc_time_zone(), small), "");
  EXPECT_EQ(
      chart({{at("2026-11-01T00:00:00Z"), std::nullopt, "busy"}}, Unit::second, cctz::utc_time_zone(), small),
      "");
  EXPECT_NE(chart({{at("2026-11-01T00:00:00Z"), 0.0, {}}}, Unit::second, cctz::utc_time_zone(), small), "");
  EXPECT_NE(chart({{at("2026-11-01T00:00:00Z"), -40.0, {}}}, Unit::dbfs, cctz::utc_time_zone(), small), "");
}

/// The widest line.
std::size_t width_of(const std::string& text) {
  std::size_t widest = 0;
  for (const std::string_view line : split(text, '\n')) widest = std::max(widest, columns(line));
  return widest;
}

TEST(Chart, LeavesRoomForTheFiguresBesideIt) {
  std::vector<Sample> samples;
  for (int day = 1; day < 29; ++day)
    samples.push_back({at(fmt::format("2026-11-{:02}T00:00:00Z", day).c_str()), 123456.789 * day, {}});
  samples.push_back({at("2026-11-29T00:00:00Z"), std::nullopt, "no_far_end"});
  for (const std::size_t page : {40u, 50u, 60u, 80u}) {
    const std::string text = chart(samples, Unit::bit_per_second, cctz::utc_time_zone(), {.page = page});
    EXPECT_LE(width_of(text), page) << text;
    EXPECT_NE(text.find(" measured\n"), std::string::npos) << text;
  }
  EXPECT_GE(width_of(chart(samples, Unit::bit_per_second, cctz::utc_time_zone(), {})), 60u);
}

TEST(WeekShare, ItsTableFitsThePage) {
  const WeekShare week = week_share({{at("2026-11-23T15:30:00Z"), "met"}}, cctz::utc_time_zone());
  for (const std::size_t page : {40u, 60u, 80u}) {
    const std::string text = week_table(week, page);
    EXPECT_LE(width_of(text), page) << text;
    EXPECT_NE(text.find("never"), std::string::npos) << text;
  }
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
  EXPECT_NE(week_table(week, 80).find("Met in 50 % of 2 checks in the evening."), std::string::npos);
  EXPECT_NE(week_table(week, 80).find("Met in 0 % of 1 check in the night."), std::string::npos);
}

}  // namespace
}  // namespace deskready
