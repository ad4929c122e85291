#include "probes/network/reach/sent_lately.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "config/spec/targets/reach.h"

namespace deskready::network::reach {
namespace {

WallTime at(std::int64_t seconds) {
  return WallTime(std::chrono::seconds(seconds));
}

constexpr std::int64_t now = 1'764'460'800;

TEST(SentLately, CountsTheLastHour) {
  const std::string note = with_sent(with_sent("", at(now - 3600), 5000), at(now - 3599), 700) + "";
  EXPECT_EQ(sent_in_last_hour(with_sent(note, at(now), 30), at(now)), 730u);
  EXPECT_EQ(sent_in_last_hour("", at(now)), 0u);
}

TEST(SentLately, KeepsNothingOlder) {
  EXPECT_EQ(with_sent("1764457200 9\n1764460000 8\nrubbish\n", at(now), 7), "1764460000 8\n1764460800 7\n");
}

TEST(SentLately, CountsNoLineThatIsNone) {
  for (const char* note : {"x", "1764460800", "1764460800 ", " 5", "1764460800 5 5", "1764460800 -5", "-1 5",
                           "1764460801 5", "1764460800 5x", "99999999999999999999 5"})
    EXPECT_EQ(sent_in_last_hour(note, at(now)), 0u) << note;
}

TEST(SentLately, CountsNoMoreThanThereMayBe) {
  EXPECT_EQ(sent_in_last_hour("1764460800 18446744073709551615\n1764460800 5\n", at(now)), most_reach_bytes);
}

TEST(SentLately, StandsInAFile) {
  char name[] = "/tmp/deskready-test-XXXXXX";
  const std::filesystem::path folder = mkdtemp(name), file = folder / "state" / "tried";
  EXPECT_EQ(sent_lately(file, at(now)), 0u);
  note_sent(file, at(now), 40);
  note_sent(file, at(now + 1), 2);
  note_sent(file, at(now + 1), 0);
  EXPECT_EQ(sent_lately(file, at(now + 2)), 42u);
  EXPECT_EQ(sent_lately({}, at(now)), 0u) << "no file is none";
  note_sent({}, at(now), 40);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace deskready::network::reach
