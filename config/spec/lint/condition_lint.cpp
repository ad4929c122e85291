#include "config/spec/lint/condition_lint.h"

#include <fmt/format.h>

#include "config/spec/lint/possible.h"
#include "config/spec/names/known_systems.h"

namespace deskready {
namespace {

/// Calls `act` for each name of a system that none known here has.
template <class Act>
void for_strange_systems(const Spec& spec, Act act) {
  const auto look = [&](const FactKey& key, const Comparison& comparison, const Location& where) {
    const FactInfo* info = find_fact(key.name);
    if (info == nullptr || info->names != Names::system) return;
    for (const std::string& text : comparison.texts)
      if (!is_known_system(text)) act(text, where);
  };
  for (const Rule* rule : all_rules(spec)) look(rule->key, rule->comparison, rule->where);
  for (const Condition& one : spec.conditions) look(one.key, one.comparison, one.where);
  for (const auto& [id, when] : spec.whens)
    for (const Condition& one : when.machines) look(one.key, one.comparison, one.where);
}

std::string strange(const std::string& text) {
  return fmt::format("no system that deskready knows is called \"{}\"", text);
}

std::string nobody(const When& when, const Condition& condition, const FactInfo& info) {
  return fmt::format("[[when]] {} is for nobody: nothing can be {} {}", when.id, to_string(condition.key),
                     to_string(condition.comparison, info));
}

void never_matching(const When& when, std::vector<SpecError>& flags) {
  for (std::size_t i = 0; i < when.machines.size(); ++i) {
    const Condition& one = when.machines[i];
    const FactInfo& info = *find_fact(one.key.name);
    if (nothing_meets(one.comparison, info))
      flags.push_back(
          {one.where, to_string(one.key), nobody(when, one, info), "so its rules are never asked for"});
    for (std::size_t j = 0; j < i; ++j) {
      const Condition& other = when.machines[j];
      if (other.key != one.key || !collide({other.comparison}, {one.comparison}, info)) continue;
      flags.push_back({one.where, to_string(one.key),
                       nobody(when, one, info) + " and " + to_string(other.comparison, info),
                       "so its rules are never asked for; write two [[when]]"});
    }
  }
}

}  // namespace

std::vector<SpecError> condition_flags(const Spec& spec) {
  std::vector<SpecError> flags;
  // Nearly one of those that are known: a slip, by which a rule is for nobody or met by nobody.
  for_strange_systems(spec, [&](const std::string& text, const Location& where) {
    if (const auto near = systems_near(text); !near.empty())
      flags.push_back({where, text, strange(text), fmt::format("did you mean {}?", near.front())});
  });
  for (const auto& [id, when] : spec.whens) never_matching(when, flags);
  return flags;
}

std::vector<SpecError> condition_advice(const Spec& spec) {
  std::vector<SpecError> all;
  for_strange_systems(spec, [&](const std::string& text, const Location& where) {
    if (systems_near(text).empty())
      all.push_back(
          {where, text, strange(text),
           fmt::format("it is compared with the ID and the names of os-release; a system by another "
                       "name is never \"{}\"",
                       text)});
  });
  return all;
}

}  // namespace deskready
