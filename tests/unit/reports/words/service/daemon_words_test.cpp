#include "reports/words/service/daemon_words.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

TEST(DaemonWords, AVerdictThatIsNotKnownIsNeverReady) {
  for (const char* verdict : {"incomplete", "splendid", ""})
    EXPECT_EQ(headline("en", verdict, "acme"), "Not decided yet for acme");
}

TEST(DaemonWords, WhatWasLastFoundIsSaidWithItsReasonUnlessAllIsWell) {
  const auto said = [](const char* verdict, const char* reason, const char* fix) {
    return last_found_words("en", {verdict, "Tue 24 Nov, 09:30", reason, fix});
  };
  EXPECT_EQ(said("ready", "The disk is full.", "Empty it."), "Ready since Tue 24 Nov, 09:30.");
  EXPECT_EQ(said("ready_with_warnings", "The disk is full.", ""),
            "Ready, with a warning, since Tue 24 Nov, 09:30: The disk is full.");
  EXPECT_EQ(said("incomplete", "", "Empty it."), "Not decided yet since Tue 24 Nov, 09:30.");
  EXPECT_EQ(said("not_ready", "The disk is full.", "Empty it."),
            "Not ready since Tue 24 Nov, 09:30: The disk is full. Empty it.");
  for (const char* none : {"", "splendid", "not_known"})
    EXPECT_EQ(said(none, "The disk is full.", "Empty it."), "Nothing was checked yet.") << none;
}

TEST(DaemonWords, WhatIsNotKnownSaysWhy) {
  EXPECT_EQ(not_known_words("en", NotKnown::never_checked, ""), "Not known, for nothing was checked yet.");
  EXPECT_EQ(not_known_words("en", NotKnown::no_end, ""),
            "Not known, for the last check does not say how long it holds.");
  EXPECT_EQ(not_known_words("en", NotKnown::too_old, "Tue 24 Nov, 09:30"),
            "Not known since Tue 24 Nov, 09:30, for the last check is too old.");
}

TEST(DaemonWords, AReasonOfAnEarlierVersionStaysAsItWas) {
  EXPECT_EQ(reason_words("en", "a call is on"), "a call is on");
  EXPECT_EQ(reason_words("en", "in_call"), "a call is on");
}

}  // namespace
}  // namespace deskready
