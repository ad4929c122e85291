// What a person at the terminal is told before a check.
#include "agent/cli/check/terminal_attendant.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

std::string announced(double usual, double worst) {
  Offer offer;
  offer.usual_seconds = usual;
  offer.worst.seconds = worst;
  return duration_words(offer);
}

TEST(DurationWords, NoCheckTakesNoTime) {
  EXPECT_EQ(announced(0, 0), "up to 1 s");
  EXPECT_EQ(announced(0.01, 0.2), "up to 1 s");
  EXPECT_EQ(announced(0.3, 4), "about 1 s, at most 4 s");
}

TEST(DurationWords, AreNeverLessThanWhatWasCounted) {
  EXPECT_EQ(announced(22.1, 121.5), "about 23 s, at most 2.5 min");
  EXPECT_EQ(announced(40, 44.2), "up to 45 s");
}

}  // namespace
}  // namespace deskready
