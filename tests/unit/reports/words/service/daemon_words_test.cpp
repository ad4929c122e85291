#include "reports/words/service/daemon_words.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

TEST(DaemonWords, AVerdictThatIsNotKnownIsNeverReady) {
  for (const char* verdict : {"incomplete", "splendid", ""})
    EXPECT_EQ(headline("en", verdict, "acme"), "Not decided yet for acme");
}

TEST(DaemonWords, AReasonOfAnEarlierVersionStaysAsItWas) {
  EXPECT_EQ(reason_words("en", "a call is on"), "a call is on");
  EXPECT_EQ(reason_words("en", "in_call"), "a call is on");
}

}  // namespace
}  // namespace deskready
