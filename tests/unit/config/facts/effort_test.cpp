#include "config/facts/effort.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "config/facts/catalogue.h"

namespace deskready {
namespace {

TEST(Effort, WordsRoundTrip) {
  for (const Effort effort : efforts) EXPECT_EQ(effort_from(to_string(effort)), effort);
  EXPECT_EQ(effort_from("buying"), std::nullopt);
  EXPECT_EQ(effort_from(""), std::nullopt);
}

TEST(Effort, PurchasesComeLast) {
  EXPECT_TRUE(std::is_sorted(efforts.begin(), efforts.end()));
  EXPECT_EQ(efforts.back(), Effort::buy);
}

// An advice whose effort nobody has said would stand between the free ones and the purchases by chance.
TEST(Effort, EveryAdviceOfTheCatalogueSaysWhatItTakes) {
  for (const FactInfo& fact : catalogue()) {
    EXPECT_TRUE(fact.fix.empty() || fact.effort != Effort::other) << fact.name;
  }
}

}  // namespace
}  // namespace deskready
