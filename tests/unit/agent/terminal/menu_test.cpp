#include "agent/terminal/menu.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

using Places = std::vector<std::size_t>;

const std::vector<std::string> few = {"yes", "no", "I have no idea"};
const std::vector<std::string> many = {"Aceyus",    "Alorica", "BCD",      "Concentrix", "Conduent", "Con",
                                       "Foundever", "Liveops", "Talkdesk", "TTEC",       "TTEC 9"};

TEST(Menu, ANumberOrTheWholeTextMeansOne) {
  EXPECT_EQ(meant("2", few), Places{1});
  EXPECT_EQ(meant("YES", few), Places{0});
  EXPECT_EQ(meant("11", many), Places{10});
  EXPECT_EQ(meant("con", many), Places{5}) << "and not the others that begin so";
}

TEST(Menu, APartMeansAllThatHoldItInALongListOnly) {
  EXPECT_EQ(meant("tal", many), Places{8});
  EXPECT_EQ(meant("ON", many), (Places{3, 4, 5}));
  EXPECT_EQ(meant("idea", few), Places{}) << "nobody says yes by a letter";
  EXPECT_EQ(meant("zz", many), Places{});
}

TEST(Menu, WhatIsNoNumberOfTheListIsNone) {
  for (const char* const typed : {"0", "4", "-1", "1.", "1 ", "", "99999999999999999999999"})
    EXPECT_EQ(meant(typed, few), Places{}) << typed;
  EXPECT_EQ(meant("9", many), Places{8});
  EXPECT_EQ(meant("", many), Places{});
}

TEST(Menu, OfAMisspeltNameTheNearAreShownInALongListOnly) {
  EXPECT_EQ(near_in("taalkdesk", many), Places{8});
  EXPECT_EQ(near_in("TTECH", many), (Places{9, 10}));
  EXPECT_EQ(near_in("zzzzzzzz", many), Places{});
  EXPECT_EQ(near_in("tt", many), Places{});
  EXPECT_EQ(near_in("yess", few), Places{});
}

}  // namespace
}  // namespace deskready
