// Every requirement of every published sheet stands in that sheet's spec, and nothing else does.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "config/spec/chain/load.h"
#include "config/spec/lint/lint.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

struct Requirement {
  std::string sheet, spec, text, id;
};

std::vector<Requirement> requirements() {
  std::ifstream in(source_folder() + "/tests/sheets/requirements.tsv");
  std::vector<Requirement> all;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::stringstream fields(line);
    Requirement one;
    std::getline(fields, one.sheet, '\t');
    std::getline(fields, one.spec, '\t');
    std::getline(fields, one.text, '\t');
    std::getline(fields, one.id, '\t');
    all.push_back(std::move(one));
  }
  return all;
}

bool is_shipped(const std::string& name) {
  const auto shipped = shipped_specs();
  return std::any_of(shipped.begin(), shipped.end(),
                     [&](const ShippedSpec& one) { return one.name == name; });
}

tl::expected<Spec, std::vector<SpecError>> spec_of(const std::string& name) {
  if (is_shipped(name)) return load_spec(name);
  return load_spec(source_folder() + "/tests/sheets/" + name + ".toml");
}

/// What a line of the table can point at: rules, choices, questions, conditions, and parts of the language.
std::set<std::string> places_in(const Spec& spec) {
  std::set<std::string> places;
  for (const std::string& id : ids_of(spec)) places.insert(id);
  for (const Condition& condition : spec.conditions) places.insert("test." + to_string(condition.key));
  return places;
}

/// Parts of the language or of the program that answer a requirement without a rule.
bool is_feature(const std::string& id, const Spec& spec) {
  if (id == "spec.proof") return spec.proof_every_seconds > 0;
  // Reports and facts are JSON that assess reads back; levels are the language's own.
  return id == "spec.report" || id == "spec.levels";
}

TEST(Sheets, EveryRequirementIsRepresentedAndNothingIsInvented) {
  const auto all = requirements();
  std::map<std::string, std::set<std::string>> named;
  std::set<std::string> sheets;
  std::size_t missing = 0;
  for (const Requirement& one : all) {
    const auto spec = spec_of(one.spec);
    ASSERT_TRUE(spec) << to_string(spec.error().front());
    sheets.insert(one.sheet);
    named[one.spec].insert(one.id);
    if (places_in(*spec).contains(one.id) || is_feature(one.id, *spec)) continue;
    ++missing;
    ADD_FAILURE() << one.sheet << " (" << one.spec << "): \"" << one.text << "\" points at " << one.id
                  << ", which is not there";
  }
  EXPECT_EQ(missing, 0u);
  EXPECT_EQ(sheets.size(), 56u) << "sheets of the reference";
  for (const auto& [name, ids] : named) {
    for (const std::string& place : places_in(spec_of(name).value()))
      EXPECT_TRUE(ids.contains(place)) << name << ": " << place << " stands for no requirement";
  }
}

// The 91 kinds of the frequency table: a fact, a question that a spec asks, or a part of the language.
TEST(Sheets, EveryKindOfRequirementHasItsAnswer) {
  std::ifstream in(source_folder() + "/tests/sheets/kinds.tsv");
  std::set<std::string> kinds;
  const std::set<std::string> language = {"levels", "targets", "proof", "evidence", "extends"};
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::stringstream fields(line);
    std::string kind, how, what, where;
    fields >> kind >> how >> what >> where;
    EXPECT_TRUE(kinds.insert(kind).second) << kind;
    if (how == "fact") {
      EXPECT_NE(find_fact(what), nullptr) << kind << " " << what;
    } else if (how == "language") {
      EXPECT_TRUE(language.contains(what)) << kind;
    } else {
      const auto spec = spec_of(what);
      ASSERT_TRUE(spec) << kind << ": " << to_string(spec.error().front());
      EXPECT_TRUE(places_in(*spec).contains(where)) << kind << ": " << what << " has no " << where;
    }
  }
  EXPECT_EQ(kinds.size(), 91u);
}

TEST(Sheets, SayWhatTheyAreAReadingOf) {
  std::set<std::string> names;
  for (const Requirement& one : requirements()) names.insert(one.spec);
  for (const std::string& name : names) {
    const Spec spec = spec_of(name).value();
    EXPECT_EQ(spec.reading, "unofficial") << name;
    EXPECT_TRUE(spec.source.starts_with("http")) << name;
    EXPECT_FALSE(spec.employer.empty()) << name;
    EXPECT_FALSE(spec.shipped_baseline) << name;
    EXPECT_EQ(spec.files.size(), 1u) << name << " extends nothing";
    for (const SpecError& flag : lint(spec, "2026-11-24")) ADD_FAILURE() << to_string(flag);
  }
  for (const ShippedSpec& shipped : shipped_specs()) {
    EXPECT_TRUE(names.contains(std::string(shipped.name)) || shipped.name.ends_with("-baseline"))
        << shipped.name;
  }
}

// Somebody who falls short is told what to do: by our own lists in their own words, by others at least by the
// catalogue. What nobody can do anything about (a processor's maker's mood) is not in any list.
TEST(Sheets, EveryRequiredRuleHasAdvice) {
  for (const ShippedSpec& shipped : shipped_specs()) {
    const Spec spec = load_spec(shipped.name).value();
    for (const Rule* rule : all_rules(spec)) {
      if (rule->level != Level::require || rule->comparison.op == Operator::any) continue;
      const bool own = !rule->fix.empty();
      EXPECT_TRUE(own || !find_fact(rule->key.name)->fix.empty()) << shipped.name << ": " << rule->id;
      EXPECT_TRUE(own || !spec.shipped_baseline) << shipped.name << ": " << rule->id;
    }
  }
}

}  // namespace
}  // namespace deskready
