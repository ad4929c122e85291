#include "config/spec/language/target_lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "config/spec/chain/load.h"
#include "config/spec/language/writer.h"
#include "config/spec/lint/lint.h"
#include "config/spec/targets/reach.h"

namespace deskready {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::string fault_of(std::string_view name) {
  const auto listed = listed_targets(name);
  return listed ? "listed" : listed.error().message + "; " + listed.error().hint;
}

std::vector<std::string> names_of_targets(std::string_view name) {
  std::vector<std::string> names;
  const auto targets = listed_targets(name).value();
  for (const Target& target : targets) names.push_back(target.name);
  return names;
}

/// All names by which a spec may take over a list.
std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const ShippedTargets& shipped : shipped_targets()) {
    const auto regions = regions_of(read_target_list(shipped.text, std::string(shipped.name)).value());
    if (regions.empty()) names.emplace_back(shipped.name);
    for (const std::string& region : regions) names.push_back(std::string(shipped.name) + "/" + region);
  }
  return names;
}

// A wrong row is worse than none, and nobody can check one that does not say where it is from.
TEST(TargetLists, SayOfEachRowWhereItIsFrom) {
  for (const ShippedTargets& shipped : shipped_targets()) {
    const auto list = read_target_list(shipped.text, std::string(shipped.name));
    ASSERT_TRUE(list) << to_string(list.error().front());
    for (const ListedTarget& row : list->rows) {
      EXPECT_TRUE(row.target.source.starts_with("https://")) << shipped.name;
      EXPECT_EQ(row.target.published.size(), 10u) << shipped.name << ": a day";
      EXPECT_EQ(row.target.reading, "unofficial");
      EXPECT_FALSE(reaches_of(row.target).empty()) << shipped.name << " " << row.target.name;
    }
  }
}

TEST(TargetLists, NameNoTargetTwiceAndTryNoMoreThanMayBe) {
  EXPECT_THAT(all_names(), Contains("amazon-connect/us-east-1"));
  for (const std::string& name : all_names()) {
    std::set<std::string> names;
    std::size_t pairs = 0;
    const auto targets = listed_targets(name).value();
    for (const Target& target : targets) {
      EXPECT_TRUE(names.insert(target.name).second) << name << ": " << target.name;
      pairs += reaches_of(target).size();
    }
    EXPECT_LE(pairs, 8u) << name << ": a check has others to try";
  }
}

TEST(TargetLists, AreTakenOverByName) {
  const auto spec = parse_spec(
      "[spec]\nlanguage = 1\nname = \"t\"\ntargets = [\"genesys-cloud/us-east-1\", \"twilio/roaming\"]\n"
      "[targets.own]\nhost = \"media.acme.example\"\nports = [\"tls/443\"]\n"
      "[require.network]\n\"reachable@genesys-cloud-web\" = true\n\"reachable@own\" = true\n",
      "t.toml", {});
  ASSERT_TRUE(spec) << to_string(spec.error().front());
  EXPECT_TRUE(lint(*spec, "2026-11-29").empty());
  EXPECT_EQ(spec->targets.size(), 4u);
  EXPECT_THAT(spec->targets.at("genesys-cloud-web").hosts,
              ElementsAre("login.mypurecloud.com", "api.mypurecloud.com"));
  // What was taken over stands in the resolved spec, which is read again as it is.
  const auto again = parse_spec(show_spec(*spec), "t.toml", {});
  ASSERT_TRUE(again) << to_string(again.error().front());
  EXPECT_EQ(show_spec(*again), show_spec(*spec));
  EXPECT_THAT(show_spec(*spec), HasSubstr("reading = \"unofficial\""));
}

TEST(TargetLists, AreGivenByRegion) {
  EXPECT_THAT(names_of_targets("amazon-connect/eu-central-1"),
              ElementsAre("amazon-connect-media", "amazon-connect-web"));
  EXPECT_THAT(fault_of("amazon-connect"),
              HasSubstr("is by region, and none is named; write \"amazon-connect/"));
  EXPECT_THAT(fault_of("amazon-connect/mars-1"), HasSubstr("has no region \"mars-1\"; there are "));
  EXPECT_THAT(fault_of("zoom/us"), HasSubstr("has no region \"us\"; write \"zoom\""));
  EXPECT_THAT(fault_of("amazon-connct/us-east-1"), HasSubstr("did you mean amazon-connect?"));
  EXPECT_THAT(fault_of(""), HasSubstr("there is no shipped list"));
}

TEST(TargetLists, ThatHaveATargetOfTheSpecsOwnNameAreFaults) {
  const auto spec = parse_spec(
      "[spec]\nlanguage = 1\nname = \"t\"\ntargets = \"zoom\"\n"
      "[targets.zoom-web]\nhost = \"zoom.acme.example\"\nports = [\"tls/443\"]\n",
      "t.toml", {});
  ASSERT_FALSE(spec);
  EXPECT_EQ(to_string(spec.error().front()),
            "t.toml:4:11: the list zoom has a [targets.zoom-web], and there is another; give your own target "
            "another name, and name each list once");
}

// Each is read anew.
TEST(TargetLists, AreFewInASpec) {
  std::string lists;
  for (int i = 0; i < 17; ++i) lists += "\"zoom\", ";
  const auto spec =
      parse_spec("[spec]\nlanguage = 1\nname = \"t\"\ntargets = [" + lists + "]\n", "t.toml", {});
  ASSERT_FALSE(spec);
  EXPECT_THAT(to_string(spec.error().front()), HasSubstr("may name 16 lists"));
}

TEST(TargetLists, AreReadForTheirFaults) {
  const std::pair<const char*, const char*> rows[] = {
      {"[[target]]", "names no provider"},
      {"provider = \"P\"", "has no [[target]]"},
      {"provider = \"P\"\n[[target]]\nhost = \"h.example\"", "has no name"},
      {"provider = \"P\"\n[[target]]\nname = \"t\"\nhost = \"h.example\"", "where it is published"},
      {"provider = \"P\"\n[[target]]\nname = \"t\"\nhost = \"*.h.example\"", "stands for many hosts"},
      {"provider = \"P\"\nregion = 1", "region"},
      {"provider = ", ""},
  };
  for (const auto& [text, fault] : rows) {
    const auto list = read_target_list(text, "p.toml");
    ASSERT_FALSE(list) << text;
    const bool told = std::any_of(
        list.error().begin(), list.error().end(),
        [&, fault = fault](const SpecError& one) { return to_string(one).find(fault) != std::string::npos; });
    EXPECT_TRUE(told) << text << ": " << to_string(list.error().front());
  }
}

}  // namespace
}  // namespace deskready
