// Time zones, held against the C library, which reads TZ by itself.
#include "config/base/zone/zone.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <fstream>

namespace deskready {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Sets variables while it lives.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  ~Environment() { set(before_ ? before_->c_str() : nullptr); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  void set(const char* value) const {
    value != nullptr ? setenv(name_, value, 1) : unsetenv(name_);
    tzset();
  }
  const char* name_;
  std::optional<std::string> before_;
};

std::string by_us(const cctz::time_zone& zone, std::int64_t seconds) {
  return cctz::format("%Y-%m-%d %H:%M:%S %Z", std::chrono::sys_seconds(std::chrono::seconds(seconds)), zone);
}

std::string by_libc(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm local{};
  char text[64];
  localtime_r(&time, &local);
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %Z", &local));
}

TEST(Zone, IsReadAsTheCLibraryReadsTz) {
  const fs::path zones = "/usr/share/zoneinfo";
  if (!fs::exists(zones / "Europe/Berlin")) GTEST_SKIP() << "no zones are installed";
  for (const char* const tz :
       {"EST5EDT,M3.2.0,M11.1.0", "<+0530>-5:30", "<+0330>-3:30<+0430>,J79/24,J263/24", ":Europe/Berlin",
        "Europe/Berlin", "/usr/share/zoneinfo/Australia/Sydney", "America/New_York",
        "CET-1CEST,M3.5.0,M10.5.0/3", "UTC0", "UTC", "", "NZST-12NZDT,M9.5.0,M4.1.0/3",
        "IST-1GMT0,M10.5.0,M3.5.0/1", "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "AAA+1:02:03BBB,59,J60/167", ":"}) {
    const Environment set("TZ", tz);
    const auto zone = find_zone(tz);
    ASSERT_TRUE(zone) << tz << ": " << zone.error();
    // 1975 to 2105, a step of 28 hours, which meets each change of the clock at another distance.
    for (std::int64_t seconds = 157'766'400; seconds < 4'260'211'200; seconds += 100'003)
      ASSERT_EQ(by_us(*zone, seconds), by_libc(seconds)) << tz;
  }
}

TEST(Zone, ThatCannotBeReadIsSaidAndNotTakenForUtc) {
  for (const char* const tz :
       {"Europe/Nowhere", ":EST5EDT,M3.2.0,M11.1.0", "QQQ", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "A5",
        "EST25", "/etc/passwd", "<+05", "EST5:60", "/usr/share/zoneinfo", "12", "EST5junk,"}) {
    const auto zone = find_zone(tz);
    ASSERT_FALSE(zone) << tz << " is read as " << by_us(*zone, 0);
    EXPECT_THAT(zone.error(), testing::Not(testing::IsEmpty())) << tz;
  }
}

/// The C library may have a file of its own for these, which differs in the past.
TEST(Zone, WithoutRulesChangesAsInTheUnitedStates) {
  const auto zone = find_zone("ABC3DEF").value();
  EXPECT_EQ(by_us(zone, 1'772'945'999), "2026-03-08 01:59:59 ABC");
  EXPECT_EQ(by_us(zone, 1'772'946'000), "2026-03-08 03:00:00 DEF");
  EXPECT_EQ(by_us(zone, 1'793'505'600), "2026-11-01 01:00:00 ABC");
}

/// RFC 8536, 3.3.1: so is a summer time written that lasts the whole year.
TEST(Zone, MayHaveSummerTimeForEver) {
  const auto zone = find_zone("EST5EDT,0/0,J365/25").value();
  for (std::int64_t seconds = 1'767'200'000; seconds < 1'798'800'000; seconds += 10'000)
    ASSERT_THAT(by_us(zone, seconds), testing::EndsWith("EDT"));
}

class LocalZoneFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deskready-zone-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    localtime_ = folder_ / "localtime";
  }
  void TearDown() override { fs::remove_all(folder_); }

  void lead_to(const char* zone) const {
    fs::remove(localtime_);
    fs::create_symlink(fs::path("/usr/share/zoneinfo") / zone, localtime_);
  }

  fs::path folder_, localtime_;
};

constexpr std::int64_t noon_in_summer = 1'782'820'800;  // 2026-06-30T12:00:00Z

TEST_F(LocalZoneFile, IsReadAgainWhenItChanges) {
  LocalZone local(localtime_);
  EXPECT_EQ(by_us(local.look(nullptr).value(), noon_in_summer), "2026-06-30 12:00:00 UTC") << "no file";
  lead_to("Europe/Berlin");
  EXPECT_EQ(by_us(local.look(nullptr).value(), noon_in_summer), "2026-06-30 14:00:00 CEST");
  lead_to("Asia/Karachi");
  EXPECT_EQ(by_us(local.look(nullptr).value(), noon_in_summer), "2026-06-30 17:00:00 PKT");
  // A copy in the link's place, as some tools make it.
  fs::remove(localtime_);
  fs::copy_file("/usr/share/zoneinfo/America/New_York", localtime_);
  EXPECT_EQ(by_us(local.look(nullptr).value(), noon_in_summer), "2026-06-30 08:00:00 EDT");
  EXPECT_EQ(by_us(local.look("Europe/Berlin").value(), noon_in_summer), "2026-06-30 14:00:00 CEST");
  EXPECT_EQ(by_us(local.look("").value(), noon_in_summer), "2026-06-30 12:00:00 UTC");
}

TEST_F(LocalZoneFile, ThatCannotBeReadIsSaid) {
  LocalZone local(localtime_);
  std::ofstream(localtime_) << "TZif, or not";
  ASSERT_FALSE(local.look(nullptr));
  EXPECT_THAT(local.look(nullptr).error(), HasSubstr(localtime_.string()));
  EXPECT_THAT(local.look(nullptr).error(), HasSubstr("timedatectl"));
  lead_to("Europe/Nowhere");
  EXPECT_FALSE(local.look(nullptr)) << "a link that leads nowhere is no missing file";
  EXPECT_THAT(local.look("Europe/Nowhere").error(), HasSubstr("TZ"));
  lead_to("Europe/Berlin");
  EXPECT_TRUE(local.look(nullptr));
}

TEST_F(LocalZoneFile, LooksBelowTzdir) {
  fs::create_directory(folder_ / "Mars");
  fs::copy_file("/usr/share/zoneinfo/Asia/Karachi", folder_ / "Mars/Base");
  const Environment set("TZDIR", folder_.c_str());
  EXPECT_EQ(by_us(find_zone("Mars/Base").value(), noon_in_summer), "2026-06-30 17:00:00 PKT");
  EXPECT_FALSE(find_zone("Europe/Berlin"));
}

TEST(Zone, OfTheSettingsFollowsTheComputer) {
  const Zone local;
  EXPECT_TRUE(local.is_local());
  const Environment berlin("TZ", "Europe/Berlin");
  EXPECT_EQ(by_us(local.rules(), noon_in_summer), "2026-06-30 14:00:00 CEST");
  {
    const Environment karachi("TZ", "Asia/Karachi");
    EXPECT_EQ(by_us(local.rules(), noon_in_summer), "2026-06-30 17:00:00 PKT");
    EXPECT_EQ(by_us(Zone(find_zone("UTC").value()).rules(), noon_in_summer), "2026-06-30 12:00:00 UTC");
  }
  EXPECT_EQ(by_us(local.rules(), noon_in_summer), "2026-06-30 14:00:00 CEST");
}

}  // namespace
}  // namespace deskready
