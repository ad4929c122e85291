// The table of probes against the catalogue: who answers what.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "config/facts/catalogue.h"
#include "tests/tools/source_folder.h"
#include "tests/unit/probes/system/system_tree.h"

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

class ProbesOfTheComputer : public system_facts::Tree {};

// Asked for everything there is, so that nothing is held back because nobody asked.
TEST_F(ProbesOfTheComputer, AnswerOnlyWhatTheyOwn) {
  std::vector<Question> everything;
  for (const FactInfo& fact : catalogue()) everything.push_back(question(std::string(fact.name)));
  std::set<std::string_view> answered;
  for (const char* machine : {"laptop-ultra7-155h-32gb", "desktop-ryzen5-5600g-16gb", "board-rock-5b-16gb"}) {
    root_ = source_folder() + "/tests/machines/" + machine;
    for (const Probe& probe : probes()) {
      if (part_of(probe.name) != "system") continue;
      for (const auto& [key, fact] : measure(probe, everything).known) {
        EXPECT_EQ(find_fact(std::string_view(key))->probe, probe.name) << key;
        answered.insert(probe.name);
      }
    }
  }
  EXPECT_GT(answered.size(), 12u) << "too few probes said anything for the test to mean much";
}

}  // namespace
}  // namespace deskready
