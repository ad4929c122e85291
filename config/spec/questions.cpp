#include "config/spec/questions.h"

#include <algorithm>
#include <set>

namespace deskready {

std::vector<FactKey> keys_of(const Spec& spec) {
  std::vector<FactKey> keys;
  std::set<FactKey> seen;
  const auto add = [&](const FactKey& key) {
    if (seen.insert(key).second) keys.push_back(key);
  };
  for (const Rule* rule : all_rules(spec)) {
    add(rule->key);
    if (const FactInfo& info = *find_fact(rule->key.name); info.from_history())
      add({std::string(info.known_from), {}, {}, {}});
  }
  for (const Condition& condition : spec.conditions) add(condition.key);
  for (const auto& [id, when] : spec.whens) {
    for (const Condition& machine : when.machines) add(machine.key);
  }
  return keys;
}

std::map<FactKey, std::vector<double>> limits_of(const Spec& spec) {
  std::map<FactKey, std::vector<double>> all;
  for (const FactKey& key : keys_of(spec)) all[key];
  const auto add = [&](const FactKey& key, const Comparison& comparison) {
    for (const double limit : limits(comparison)) all[key].push_back(limit);
    // A number that must be met exactly is a limit on both sides: "network.calls = 8" wants eight calls made.
    const FactInfo* info = find_fact(key.name);
    if (comparison.op == Operator::equals && info != nullptr && info->kind == Kind::number)
      all[key].push_back(comparison.low);
  };
  for (const Rule* rule : all_rules(spec)) add(rule->key, rule->comparison);
  for (const Condition& condition : spec.conditions) add(condition.key, condition.comparison);
  for (const auto& [id, when] : spec.whens) {
    for (const Condition& machine : when.machines) add(machine.key, machine.comparison);
  }
  for (auto& [key, own] : all) {
    std::sort(own.begin(), own.end());
    own.erase(std::unique(own.begin(), own.end()), own.end());
  }
  return all;
}

}  // namespace deskready
