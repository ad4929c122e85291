#include "probes/system/software/releases.h"

#include <gtest/gtest.h>

namespace deskready::system_facts {
namespace {

std::string behind(std::string_view system, std::string_view version, const std::string& day) {
  const auto found = releases_behind(system, version, parse_time(day + "T12:00:00Z").value());
  return found ? std::to_string(found->newer) : found.error().written().at("detail");
}

// By Debian's and Ubuntu's own lists of announcements.
TEST(Releases, AreCountedByTheDayOnWhichTheyCameOut) {
  EXPECT_EQ(behind("debian", "13", "2026-11-29"), "0");
  EXPECT_EQ(behind("debian", "12", "2026-11-29"), "1");
  EXPECT_EQ(behind("debian", "12", "2025-08-08"), "0") << "13 came out on the 9th";
  EXPECT_EQ(behind("ubuntu", "24.04", "2026-11-29"), "5");
  EXPECT_EQ(behind("ubuntu", "24.04", "2026-10-14"), "4") << "26.10 came out on the 15th";
  EXPECT_EQ(behind("fedora", "42", "2026-09-30"), "2");
}

TEST(Releases, AreKnownByTheWholeVersionThatASystemGives) {
  EXPECT_EQ(behind("windows", "10.0.22631", "2026-08-01"), "0");
  EXPECT_EQ(behind("windows", "10.0.19045", "2026-08-01"), "1");
  EXPECT_EQ(behind("windows", "10.0", "2026-08-01"), "release_unlisted") << "10 or 11";
  EXPECT_EQ(behind("macos", "15.7.1", "2026-08-01"), "1");
  EXPECT_EQ(behind("macos", "10.15.7", "2026-08-01"), "6");
}

TEST(Releases, AreNotGuessed) {
  EXPECT_EQ(behind("ubuntu", "26.10", "2027-03-31"), "0");
  EXPECT_EQ(behind("ubuntu", "26.10", "2027-04-01"), "releases_outdated") << "27.04 may be out";
  EXPECT_EQ(behind("fedora", "44", "2026-10-01"), "releases_outdated");
  EXPECT_EQ(behind("debian", "14", "2026-11-29"), "release_unlisted");
  EXPECT_EQ(behind("ubuntu", "26.10", "2026-10-14"), "release_unlisted") << "a beta is no release";
  EXPECT_EQ(behind("linuxmint", "22", "2026-11-29"), "releases_unlisted");
}

}  // namespace
}  // namespace deskready::system_facts
