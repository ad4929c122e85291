#include "config/settings/work_hours.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace deskready {
namespace {

using std::chrono::sys_seconds;
using namespace std::chrono_literals;

/// The C library's reading of a local time, which shares no code with the one under test.
sys_seconds local(const char* zone, int year, int month, int day, int hour, int minute) {
  setenv("TZ", zone, 1);
  tzset();
  std::tm time{};
  time.tm_year = year - 1900;
  time.tm_mon = month - 1;
  time.tm_mday = day;
  time.tm_hour = hour;
  time.tm_min = minute;
  time.tm_isdst = -1;
  const std::time_t seconds = std::mktime(&time);
  unsetenv("TZ");
  tzset();
  return sys_seconds(std::chrono::seconds(seconds));
}

WorkHours hours(const char* zone, std::initializer_list<const char*> shifts) {
  WorkHours made;
  made.zone = find_zone(zone).value();
  for (const char* shift : shifts) {
    const auto parsed = parse_shift(shift);
    EXPECT_TRUE(parsed) << parsed.error();
    made.shifts.push_back(*parsed);
  }
  return made;
}

TEST(WorkHours, AShiftCrossesMidnightAndFollowsTheZonesSummerTime) {
  const WorkHours night = hours("America/New_York", {"Mon..Fri 20:00-05:00"});
  const auto found = shifts_beginning(night, local("America/New_York", 2026, 3, 2, 0, 0),
                                      local("America/New_York", 2026, 3, 16, 0, 0));
  ASSERT_EQ(found.size(), 10u);
  EXPECT_EQ(found[0].begin, local("America/New_York", 2026, 3, 2, 20, 0));
  EXPECT_EQ(found[0].end, local("America/New_York", 2026, 3, 3, 5, 0));
  EXPECT_EQ(found[4].end - found[4].begin, 9h);
  EXPECT_EQ(found[5].begin, local("America/New_York", 2026, 3, 9, 20, 0));
  EXPECT_EQ(found[5].begin - found[4].begin, 71h);
}

TEST(WorkHours, TheNightOfTheChangeIsAnHourShorterOrLonger) {
  const WorkHours night = hours("Europe/Berlin", {"Sat 22:00-06:00"});
  const auto spring = shifts_beginning(night, local("Europe/Berlin", 2026, 3, 28, 0, 0),
                                       local("Europe/Berlin", 2026, 3, 29, 0, 0));
  const auto autumn = shifts_beginning(night, local("Europe/Berlin", 2026, 10, 24, 0, 0),
                                       local("Europe/Berlin", 2026, 10, 25, 0, 0));
  ASSERT_EQ(spring.size(), 1u);
  ASSERT_EQ(autumn.size(), 1u);
  EXPECT_EQ(spring[0].end - spring[0].begin, 7h);
  EXPECT_EQ(autumn[0].end - autumn[0].begin, 9h);
}

TEST(WorkHours, ABeginThatTheClockLeavesOutIsTheMomentOfTheChange) {
  const WorkHours early = hours("Europe/Berlin", {"Sun 02:30-10:00"});
  const auto found = shifts_beginning(early, local("Europe/Berlin", 2026, 3, 28, 12, 0),
                                      local("Europe/Berlin", 2026, 3, 29, 12, 0));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].begin, local("Europe/Berlin", 2026, 3, 29, 3, 0));
}

TEST(WorkHours, ExceptionsTakeTheDaysPlace) {
  WorkHours work = hours("Asia/Karachi", {"Mon..Sun 09:00-17:00"});
  work.exceptions["2026-12-25"] = {};
  work.exceptions["2026-12-24"] = {*parse_hours("08:00-12:00")};
  const auto found = shifts_beginning(work, local("Asia/Karachi", 2026, 12, 24, 0, 0),
                                      local("Asia/Karachi", 2026, 12, 27, 0, 0));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].begin, local("Asia/Karachi", 2026, 12, 24, 8, 0));
  EXPECT_EQ(found[1].begin, local("Asia/Karachi", 2026, 12, 26, 9, 0));
}

TEST(WorkHours, KnowsWhetherOneIsAtWork) {
  const WorkHours night = hours("America/New_York", {"Fri 20:00-05:00"});
  EXPECT_TRUE(shift_at(night, local("America/New_York", 2026, 11, 28, 4, 59)));
  EXPECT_FALSE(shift_at(night, local("America/New_York", 2026, 11, 28, 5, 0)));
  EXPECT_FALSE(shift_at(night, local("America/New_York", 2026, 11, 29, 4, 0)));
  EXPECT_TRUE(shift_at(night, local("America/New_York", 2026, 11, 27, 20, 0)));
}

TEST(WorkHours, SpansReachOverMidnight) {
  cctz::time_zone zone;
  ASSERT_TRUE(cctz::load_time_zone("Asia/Karachi", &zone));
  const HourSpan night = *parse_hours("22:00-07:00");
  EXPECT_TRUE(lies_in(night, zone, local("Asia/Karachi", 2026, 6, 1, 23, 0)));
  EXPECT_TRUE(lies_in(night, zone, local("Asia/Karachi", 2026, 6, 1, 6, 59)));
  EXPECT_FALSE(lies_in(night, zone, local("Asia/Karachi", 2026, 6, 1, 7, 0)));
}

TEST(WorkHours, RefusesWhatIsNoShift) {
  for (const char* text : {"", "Mon", "9:00-17:00", "09:00", "09:00-09:00", "24:00-01:00", "09:00-25:00",
                           "Mon..Foo 09:00-17:00", "Mon, 09:00-17:00 x", "09:60-10:00"}) {
    EXPECT_FALSE(parse_shift(text)) << text;
  }
}

}  // namespace
}  // namespace deskready
