#include "config/settings/calendar.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>

namespace deskready {
namespace {

using std::chrono::sys_seconds;

cctz::time_zone zone(const std::string& name) {
  cctz::time_zone zone;
  EXPECT_TRUE(cctz::load_time_zone(name, &zone)) << name;
  return zone;
}

std::string utc(sys_seconds time) {
  return cctz::format("%Y-%m-%d %H:%M:%S UTC", time, cctz::utc_time_zone());
}

/// What systemd itself says, one line a time; nothing where systemd-analyze is not there.
std::vector<std::string> systemd_says(const std::string& expression, sys_seconds after, int count) {
  const std::string command = fmt::format(
      "TZ=UTC LC_ALL=C systemd-analyze calendar --iterations={} --base-time='{}' '{}' 2>/dev/null", count,
      utc(after).substr(0, 19), expression);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::vector<std::string> times;
  std::array<char, 256> line{};
  while (fgets(line.data(), line.size(), pipe.get()) != nullptr) {
    const std::string text(line.data());
    const auto utc_at = text.find("(in UTC)");
    const auto colon = text.find(": ");
    const std::string label = text.substr(0, colon);
    if (utc_at != std::string::npos) times.back() = text.substr(text.find(' ', colon + 2) + 1, 23);
    if (label.find("Next elapse") != std::string::npos || label.find("Iter.") != std::string::npos) {
      times.push_back(text.substr(text.find(' ', colon + 2) + 1, 23));
    }
  }
  return times;
}

class SameAsSystemd : public testing::TestWithParam<const char*> {};

TEST_P(SameAsSystemd, OverChangesOfTheClockLeapDaysAndYearEnds) {
  if (systemd_says("daily", {}, 1).empty()) GTEST_SKIP() << "systemd-analyze is not installed";
  for (const char* begin :
       {"2026-03-27 00:00:00", "2026-10-24 00:00:00", "2027-12-30 12:34:56", "2028-02-27 00:00:00"}) {
    sys_seconds from;
    ASSERT_TRUE(cctz::parse("%Y-%m-%d %H:%M:%S", begin, cctz::utc_time_zone(), &from));
    const auto calendar = Calendar::parse(GetParam(), cctz::utc_time_zone());
    ASSERT_TRUE(calendar) << calendar.error();
    const auto expected = systemd_says(GetParam(), from, 6);
    ASSERT_FALSE(expected.empty()) << "systemd does not take it";
    std::vector<std::string> found;
    for (auto next = calendar->next_after(from); next && found.size() < expected.size();
         next = calendar->next_after(*next)) {
      found.push_back(utc(*next));
    }
    EXPECT_EQ(found, expected) << GetParam() << " from " << begin;
  }
}

INSTANTIATE_TEST_SUITE_P(Calendar, SameAsSystemd,
                         testing::Values("daily", "hourly", "weekly", "monthly", "quarterly", "semiannually",
                                         "yearly", "minutely", "Mon..Fri 08:30", "Sat,Sun *-*-* 10:00:00",
                                         "*-*-* 02:30 Europe/Berlin", "Sun *-*-* 02:30:00 Europe/Berlin",
                                         "*-*-* 01:30 America/New_York", "*-02-29 12:00", "*-*-31 06:00",
                                         "*:0/20", "*-*-* 8..17/3:15", "Fri *-*-13 00:00", "2028-*-1/7 00:00",
                                         "*-03..05-01,15 *:00,30:10", "hourly Europe/Berlin",
                                         "12-24 18:00 Asia/Karachi", "Fri..Sun 23:59:59"));

TEST(Calendar, RefusesWhatItDoesNotTake) {
  for (const char* text :
       {"", "*-*~1", "00:00:00.5", "Foo 10:00", "25:00", "*-13-01", "10:00 Mars/Olympus", "daily daily",
        "*-*-* 10:00 10:00", "10:60", "a", "*-*-0", "8..5:00", "*/0:00", "Fri..Mon 10:00"}) {
    EXPECT_FALSE(Calendar::parse(text, cctz::utc_time_zone())) << text;
  }
}

TEST(Calendar, WhatNeverComesEnds) {
  const auto calendar = Calendar::parse("2020-01-01", zone("Europe/Berlin"));
  ASSERT_TRUE(calendar);
  EXPECT_FALSE(calendar->next_after(sys_seconds(std::chrono::seconds(1'800'000'000))));
}

TEST(Calendar, RefusesWhatNoYearHas) {
  for (const char* text :
       {"*-02-30", "*-04,06-31", "2027-02-29", "Mon 2026-11-24", "1900-01-01", "Tue 2027-02-28..30"})
    EXPECT_FALSE(Calendar::parse(text, zone("UTC"))) << text;
  for (const char* text : {"*-02-29", "2028-02-29", "Tue 2026-11-24", "*-*-31", "2200-12-31"})
    EXPECT_TRUE(Calendar::parse(text, zone("UTC"))) << text;
}

}  // namespace
}  // namespace deskready
