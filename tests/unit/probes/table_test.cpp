// The table of probes against the catalogue: who is asked what. What they answer: answers_test.cpp.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "config/facts/catalogue.h"
#include "probes/probe.h"

namespace deskready {
namespace {

TEST(ProbeTable, EveryFactIsAnsweredByTheOneProbeThatTheCatalogueNames) {
  std::map<std::string_view, std::set<std::string_view>> answers;
  for (const Probe& probe : probes()) {
    EXPECT_TRUE(answers.emplace(probe.name, std::set(probe.facts.begin(), probe.facts.end())).second)
        << probe.name << " stands in the table twice";
    EXPECT_FALSE(probe.facts.empty()) << probe.name << " answers nothing";
  }
  for (const FactInfo& fact : catalogue()) {
    for (const auto& [probe, facts] : answers)
      EXPECT_EQ(facts.contains(fact.name), probe == fact.probe || probe == fact.target_probe)
          << fact.name << ", " << probe;
    for (const std::string_view named : {fact.probe, fact.target_probe})
      EXPECT_TRUE(named.empty() || answers.contains(named)) << fact.name << ": " << named;
  }
}

// The line to the far end and the line to a server of [targets] are two figures of one fact.
TEST(ProbeTable, EachKeyOfAFactIsAnsweredByOneProbe) {
  for (const FactInfo& fact : catalogue()) {
    if (fact.probe.empty()) continue;
    for (const char* target : {"", "media"}) {
      const FactKey key{std::string(fact.name), target, {}, {}};
      std::vector<std::string_view> who;
      for (const Probe& probe : probes()) {
        if (answers(probe, key)) who.push_back(probe.name);
      }
      const bool of_target = *target != '\0' && !fact.target_probe.empty();
      EXPECT_EQ(who, std::vector{of_target ? fact.target_probe : fact.probe}) << to_string(key);
    }
  }
}

TEST(ProbeTable, ProbesComeAfterProbesThatThereAre) {
  std::set<std::string_view> names;
  for (const Probe& probe : probes()) names.insert(probe.name);
  for (const Probe& probe : probes()) {
    for (const std::string_view earlier : probe.after) EXPECT_TRUE(names.contains(earlier)) << earlier;
  }
}

}  // namespace
}  // namespace deskready
