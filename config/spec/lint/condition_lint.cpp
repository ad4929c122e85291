#include "config/spec/lint/condition_lint.h"

#include <fmt/format.h>

#include "config/spec/lint/possible.h"
#include "config/spec/names/known_systems.h"

namespace deskready {
namespace {

/// A name that no system known here has: most often a slip, by which a rule is for nobody or met by nobody.
void strange_system(const FactKey& key, const Comparison& comparison, const Location& where,
                    std::vector<SpecError>& flags) {
  const FactInfo* info = find_fact(key.name);
  if (info == nullptr || info->names != Names::system) return;
  for (const std::string& text : comparison.texts) {
    if (is_known_system(text)) continue;
    const auto near = systems_near(text);
    flags.push_back({where, text, fmt::format("no system that deskready knows is called \"{}\"", text),
                     near.empty() ? fmt::format("write its ID of os-release, like debian, ubuntu or "
                                                "fedora; a system by another name is never \"{}\"",
                                                text)
                                  : fmt::format("did you mean {}?", near.front())});
  }
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
  for (const Rule* rule : all_rules(spec)) strange_system(rule->key, rule->comparison, rule->where, flags);
  for (const Condition& one : spec.conditions) strange_system(one.key, one.comparison, one.where, flags);
  for (const auto& [id, when] : spec.whens) {
    for (const Condition& one : when.machines) strange_system(one.key, one.comparison, one.where, flags);
    never_matching(when, flags);
  }
  return flags;
}

}  // namespace deskready
