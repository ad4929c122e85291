// Rules as a spec writes them: the short form, the long form, and bare comparisons.
#pragma once

#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "config/spec/spec.h"
#include "config/toml/reader.h"

namespace deskready {

/// Where a rule stands: what its id begins with, and what it takes from there.
struct RulePlace {
  std::string prefix;  ///< "require.", "when.video.require.", "one_of.computer.mac."
  Level level = Level::require;
  std::string when;
};

class RuleReader : public TomlReader {
 public:
  using TomlReader::TomlReader;

  /// A text, texts by language, or { text = …, effort = "buy" }.
  Fix fix(const Node& node);
  /// Reads the key "fix" of `table`, if there, into an item that has a `fix` and an `effort`.
  template <class Item>
  void fix_into(const Table& table, Item& item) {
    const Node* node = table.get("fix");
    if (node == nullptr) return;
    Fix read = fix(*node);
    item.fix = std::move(read.text);
    item.effort = read.effort;
  }

  /// Walks tables down to the names of facts; what stands below a fact's name is that rule's own.
  void short_rules(const Node& node, const RulePlace& at, std::vector<Rule>& into);

  /// One [[rule]].
  void long_rule(const Table& table, const RulePlace& at, std::vector<Rule>& into);

  /// Notes that there is none of that name, and which was meant.
  void no_such_fact(Location where, std::string_view name);

  /// Comparisons by names of facts, without anything that only a rule has. The keys `apart` are the caller's.
  void conditions(const Node& node, std::vector<Condition>& into,
                  std::span<const std::string_view> apart = {}) {
    conditions(node, "", into, apart);
  }

 private:
  void short_rules(const Node& node, const RulePlace& at, const std::string& path, std::vector<Rule>& into);
  void conditions(const Node& node, const std::string& path, std::vector<Condition>& into,
                  std::span<const std::string_view> apart);

  /// What short and long form share.
  bool body(const Table& table, const Node& node, const FactInfo& info, Rule& rule);
  bool demand(const Table& table, const Node& node, const FactInfo& info, Comparison& comparison);
  bool list(const Table& table, std::string_view which, const FactInfo& info, Comparison& comparison);
  bool limit(const Node& node, const FactInfo& info, Comparison& comparison);
  bool tolerance(const Table& table, const FactInfo& info, Rule& rule);
  bool path_of(const Table& table, const FactInfo& info, Rule& rule);
  /// Reads window, during and share of a rule that the history decides; any other rule stays as it is.
  bool over_time(const Table& table, const FactInfo& info, Rule& rule);
  bool read_share(const Node& node, const FactInfo& info, const Rule& rule, OverTime& over);
  /// Fills in the statistic that is meant where none is written.
  bool statistic_over_time(const Location& where, const FactInfo& info, OverTime& over);
  bool known_key(FactKey& key, const FactInfo& info, const Location& where);
  void add(Rule rule, std::vector<Rule>& into);
  std::unordered_set<std::string> ids_;
};

}  // namespace deskready
