#include "agent/cli/facts/facts_text.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

Fact figure(double value) {
  Fact fact;
  fact.value = value;
  return fact;
}

TEST(FactsText, MemoryIsSaidAsReportsSayIt) {
  Facts facts;
  facts.add("system.memory.installed", figure(8. * (1 << 30)));
  facts.add("system.disk.free", figure(100. * (1 << 30)));
  const std::string text = facts_as_text(facts, 80);
  EXPECT_NE(text.find("system.memory.installed  8 GB\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("iB"), std::string::npos) << text;
}

TEST(FactsText, ABoundAndAnIntervalStandBesideTheFigure) {
  Facts facts;
  Fact rate = figure(48.2e6);
  rate.low = 47e6;
  rate.high = 49.5e6;
  facts.add("network.download", rate);
  Fact bound = figure(30e6);
  bound.at_least = true;
  facts.add("network.upload", bound);
  const std::string text = facts_as_text(facts, 80);
  EXPECT_NE(text.find("network.download  48.2 Mbit/s (47 Mbit/s to 49.5 Mbit/s)"), std::string::npos) << text;
  EXPECT_NE(text.find("network.upload    at least 30 Mbit/s"), std::string::npos) << text;
}

}  // namespace
}  // namespace deskready
