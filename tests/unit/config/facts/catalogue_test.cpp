#include "config/facts/catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "config/base/text.h"
#include "config/facts/fact_key.h"

namespace deskready {
namespace {

TEST(Catalogue, NamesAreUniqueAndPlainTomlKeys) {
  std::set<std::string_view> names;
  for (const FactInfo& fact : catalogue()) {
    EXPECT_TRUE(names.insert(fact.name).second) << fact.name;
    EXPECT_EQ(find_fact(fact.name),
              fact.name.find('<') == std::string_view::npos ? &fact : find_fact(fact.name));
    EXPECT_EQ(fact.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.<>"), std::string_view::npos)
        << fact.name;
  }
}

// A name that is the beginning of another's path could be no key of its own in a spec's tables.
TEST(Catalogue, NoNameIsTheBeginningOfAnother) {
  for (const FactInfo& a : catalogue()) {
    for (const FactInfo& b : catalogue())
      EXPECT_FALSE(b.name.starts_with(std::string(a.name) + ".")) << a.name;
  }
}

TEST(Catalogue, EveryFactSpeaksToAPerson) {
  const std::set<std::string_view> parts = {"network", "audio", "system"};
  for (const FactInfo& fact : catalogue()) {
    EXPECT_FALSE(fact.label.empty()) << fact.name;
    EXPECT_LE(fact.label.size(), 40u) << fact.name;
    EXPECT_TRUE(fact.sentence.ends_with('.')) << fact.name;
    EXPECT_TRUE(fact.why.ends_with('.')) << fact.name;
    EXPECT_TRUE(parts.contains(part_of(fact.name))) << fact.name;
    EXPECT_EQ(fact.unit == Unit::none, fact.kind != Kind::number) << fact.name;
  }
}

TEST(Catalogue, EachWordIsShownAsOneOrAllAsTheyAre) {
  for (const FactInfo& fact : catalogue()) {
    if (fact.shown.empty()) continue;
    EXPECT_EQ(split(fact.shown, '|').size(), split(fact.words, '|').size()) << fact.name;
  }
}

// A spec that asks for it can never be ready by it. There shall be no second.
TEST(Catalogue, OnlyThisOneIsNotAnsweredByAnything) {
  std::set<std::string_view> unanswered;
  for (const FactInfo& fact : catalogue()) {
    if (fact.unanswered()) unanswered.insert(fact.name);
  }
  EXPECT_EQ(unanswered, (std::set<std::string_view>{"network.nat.mapping"}));
}

TEST(Catalogue, WhatAFactRefersToIsThere) {
  for (const FactInfo& fact : catalogue()) {
    for (const std::string_view other : {fact.device, fact.loaded_by, fact.known_from})
      EXPECT_TRUE(other.empty() || find_fact(other) != nullptr) << fact.name << ": " << other;
    EXPECT_EQ(fact.outage == Outage::none, fact.known_from.empty()) << fact.name;
    EXPECT_TRUE(fact.probe.empty() || fact.known_from.empty()) << fact.name;
    EXPECT_TRUE(!fact.always_kept || fact.kind == Kind::number) << fact.name;
  }
}

TEST(Catalogue, EachAmountOfNeedsHasTheOneFactThatCoversIt) {
  std::multiset<std::string_view> needs;
  for (const FactInfo& fact : catalogue()) {
    if (!fact.need.empty()) needs.insert(fact.need);
  }
  EXPECT_EQ(needs, (std::multiset<std::string_view>{"memory", "disk", "download", "upload"}));
}

TEST(Catalogue, NamesOfAProbeAreTheFactsThatNameIt) {
  for (const FactInfo& probe_of : catalogue()) {
    std::vector<std::string_view> expected;
    for (const FactInfo& fact : catalogue()) {
      if (!fact.probe.empty() && fact.probe == probe_of.probe) expected.push_back(fact.name);
    }
    const auto names = names_of(probe_of.probe);
    EXPECT_EQ(std::vector(names.begin(), names.end()), expected) << probe_of.probe;
  }
  EXPECT_TRUE(names_of("system.nothing").empty());
}

TEST(FactKeys, RoundTrip) {
  for (const char* const text : {"network.loss", "network.loss@softphone", "network.loss#max",
                                 "network.loss@softphone#max/200ms", "network.reachable@a-b_c"}) {
    const auto key = parse_fact_key(text);
    ASSERT_TRUE(key) << key.error();
    EXPECT_EQ(to_string(*key), text);
    EXPECT_EQ(parse_fact_key(to_string(*key)), *key);
  }
  for (const char* const text : {"", "@a", "#max", "network.loss@", "network.loss#", "network.loss#max/"}) {
    EXPECT_FALSE(parse_fact_key(text)) << text;
  }
}

}  // namespace
}  // namespace deskready
