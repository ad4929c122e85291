#include "agent/cli/service/pause_end.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace deskready {
namespace {

/// At half past ten in the morning in Manila, eight hours before UTC.
nlohmann::json asked(std::string_view said) {
  return asked_pause(said, *parse_time("2026-11-24T02:30:00Z"), *find_zone("Asia/Manila")).value();
}

TEST(AskedPause, TakesALength) {
  EXPECT_EQ(asked("")["seconds"], nlohmann::json());
  for (const char* const said : {"2h", "2 h", "2 Hours", "120min", "1 hour 60 min"})
    EXPECT_EQ(asked(said), (nlohmann::json{{"seconds", 7200.0}})) << said;
}

TEST(AskedPause, TakesTheNextTimeThatTheClockShows) {
  for (const char* const said : {"until 14:00", "14:00", "Until 14:00"})
    EXPECT_EQ(asked(said), (nlohmann::json{{"until", "2026-11-24T06:00:00Z"}})) << said;
  EXPECT_EQ(asked("until 9:05")["until"], "2026-11-25T01:05:00Z") << "today it is past";
  EXPECT_EQ(asked("10:30")["until"], "2026-11-25T02:30:00Z") << "it is that time now";
  for (const char* const said : {"tomorrow", "until tomorrow", "24:00"})
    EXPECT_EQ(asked(said)["until"], "2026-11-24T16:00:00Z") << said;
}

TEST(AskedPause, AnHourThatTheClockLeavesOutIsTheMomentOfTheChange) {
  const auto pause =
      asked_pause("until 02:30", *parse_time("2026-03-29T00:00:00Z"), *find_zone("Europe/Berlin"));
  EXPECT_EQ(pause.value()["until"], "2026-03-29T01:00:00Z");
}

TEST(AskedPause, AnythingElseIsRefusedWithTheForms) {
  for (const char* const said : {"soon", "until", "until 2h", "25:00", "14:60", "2", "until noon", "1:2"}) {
    const auto pause = asked_pause(said, *parse_time("2026-11-24T02:30:00Z"), *find_zone("Asia/Manila"));
    ASSERT_FALSE(pause) << said;
    for (const char* const form : {"pause 2h", "1 hour 30 min", "until 14:00"})
      EXPECT_NE(pause.error().find(form), std::string::npos) << pause.error();
  }
}

}  // namespace
}  // namespace deskready
