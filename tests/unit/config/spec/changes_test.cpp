// What an extending spec does to a rule must be seen whichever field of the rule it does it by.
#include "config/spec/changes.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "config/facts/catalogue.h"
#include "config/spec/language/comparison_parser.h"
#include "config/spec/rule_key.h"

namespace deskready {
namespace {

Rule some_rule() {
  Rule rule;
  rule.id = "require.network.latency";
  rule.key = {.name = "network.latency", .target = {}, .statistic = "p95", .window = "200ms"};
  rule.comparison = *parse_comparison("<= 100 ms", *find_fact("network.latency"));
  rule.over = OverTime{.seconds = 7 * 86400, .statistic = "median"};
  rule.tolerance = 0.05;
  rule.evidence = Evidence::challenged;
  rule.valid_seconds = 86400;
  rule.when = "video";
  return rule;
}

using Step = std::function<void(Rule&)>;
using MaybeChange = std::optional<Change>;

struct FieldChange {
  std::string_view field;
  Step step;
  MaybeChange expected;
  MaybeChange back;
};

Comparison share(const char* text) {
  return *parse_comparison(text, share_info());
}

/// Every field of a rule, those that are no demand too.
std::vector<FieldChange> every_field() {
  using enum Change;
  return {
      {"id", [](Rule& rule) { rule.id = "other"; }, {}, {}},
      {"key.name", [](Rule& rule) { rule.key.name = "network.jitter"; }, changed, changed},
      {"key.target", [](Rule& rule) { rule.key.target = "softphone"; }, changed, changed},
      {"key.statistic", [](Rule& rule) { rule.key.statistic = "max"; }, changed, changed},
      {"key.window", [](Rule& rule) { rule.key.window = "15s"; }, changed, changed},
      {"level", [](Rule& rule) { rule.level = Level::recommend; }, loosened, tightened},
      {"comparison", [](Rule& rule) { rule.comparison.low = rule.comparison.high = 0.2; }, loosened,
       tightened},
      {"over", [](Rule& rule) { rule.over.reset(); }, changed, changed},
      {"over.seconds", [](Rule& rule) { rule.over->seconds = 86400; }, changed, changed},
      {"over.shifts", [](Rule& rule) { rule.over->shifts = true; }, changed, changed},
      {"over.statistic", [](Rule& rule) { rule.over->statistic = "p95"; }, changed, changed},
      {"over.share", [](Rule& rule) { rule.over->share = share(">= 90 %"); }, changed, changed},
      {"tolerance", [](Rule& rule) { rule.tolerance = 0.2; }, loosened, tightened},
      {"fix", [](Rule& rule) { rule.fix["en"] = "Move."; }, {}, {}},
      {"effort", [](Rule& rule) { rule.effort = Effort::buy; }, {}, {}},
      {"source", [](Rule& rule) { rule.source = "elsewhere"; }, {}, {}},
      {"when", [](Rule& rule) { rule.when = ""; }, tightened, loosened},
      {"when", [](Rule& rule) { rule.when = "voice"; }, changed, changed},
      {"one_way", [](Rule& rule) { rule.one_way = true; }, changed, changed},
      {"evidence", [](Rule& rule) { rule.evidence = Evidence::witnessed; }, tightened, loosened},
      {"evidence", [](Rule& rule) { rule.evidence = Evidence::any; }, loosened, tightened},
      {"valid_seconds", [](Rule& rule) { rule.valid_seconds = 365 * 86400; }, loosened, tightened},
      {"valid_seconds", [](Rule& rule) { rule.valid_seconds = 0; }, loosened, tightened},
      {"guided", [](Rule& rule) { rule.guided = true; }, loosened, tightened},
      {"where", [](Rule& rule) { rule.where.line = 7; }, {}, {}},
  };
}

std::string word(MaybeChange change) {
  return change ? std::string(to_string(*change)) : "same";
}

MaybeChange between(const Rule& from, const Rule& to) {
  return change_of(from, to);
}

TEST(Changes, EachFieldAloneIsSeen) {
  for (const FieldChange& one : every_field()) {
    const Rule from = some_rule();
    Rule to = from;
    one.step(to);
    EXPECT_EQ(word(between(from, to)), word(one.expected)) << one.field;
    EXPECT_EQ(word(between(to, from)), word(one.back)) << one.field << ", back";
    EXPECT_EQ(between(to, to), std::nullopt) << one.field;
  }
}

// A loosened field must not hide behind a tightened one, nor the other way round.
TEST(Changes, TwoFieldsTogetherAreSeenWhateverEachDoes) {
  const auto fields = every_field();
  for (const FieldChange& a : fields) {
    for (const FieldChange& b : fields) {
      if (a.field.substr(0, a.field.find('.')) == b.field.substr(0, b.field.find('.'))) continue;
      if (a.field == "over" || b.field == "over" || a.field == "key.name" || b.field == "key.name") continue;
      const Rule from = some_rule();
      Rule to = from;
      a.step(to);
      b.step(to);
      const MaybeChange expected = !a.expected                ? b.expected
                                   : !b.expected              ? a.expected
                                   : a.expected == b.expected ? a.expected
                                                              : MaybeChange(Change::changed);
      // A limit that moves says more than in which of two ways it was written.
      if (a.field == "one_way" || b.field == "one_way") {
        EXPECT_NE(between(from, to), std::nullopt) << a.field << " and " << b.field;
        continue;
      }
      EXPECT_EQ(word(between(from, to)), word(expected)) << a.field << " and " << b.field;
    }
  }
}

TEST(Changes, SharesOverTimeHaveADirection) {
  Rule from = some_rule();
  from.over->share = share(">= 90 %");
  Rule to = from;
  to.over->share = share(">= 95 %");
  EXPECT_EQ(word(between(from, to)), "tightened");
  EXPECT_EQ(word(between(to, from)), "loosened");
}

// Compiles only while the rows above know all fields: give a new one its row there and its name here.
TEST(Changes, TheTableHasEveryFieldOfARule) {
  const Rule rule = some_rule();
  [[maybe_unused]] const auto& [id, key, level, comparison, over, tolerance, fix, effort, source, when,
                                one_way, evidence, valid_seconds, guided, where] = rule;
  [[maybe_unused]] const auto& [name, target, statistic, window] = key;
  [[maybe_unused]] const auto& [seconds, shifts, over_statistic, over_share] = *over;
  const std::set<std::string_view> named = {"id",        "key",      "level",         "comparison", "over",
                                            "tolerance", "fix",      "effort",        "source",     "when",
                                            "one_way",   "evidence", "valid_seconds", "guided",     "where"};
  std::set<std::string_view> rows;
  for (const FieldChange& row : every_field()) rows.insert(row.field.substr(0, row.field.find('.')));
  EXPECT_EQ(rows, named);
}

}  // namespace
}  // namespace deskready
