#include "config/spec/target_lint.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/base/text.h"
#include "config/spec/demand.h"
#include "config/units/quantity.h"

namespace deskready {
namespace {

/// As the spec writes it.
std::string asked(const Rule& rule, const FactInfo& info) {
  return fmt::format("{} asks for {} of [targets.{}]", rule.id, to_string(rule.comparison, info),
                     rule.key.target);
}

void no_server(const Rule& rule, const FactInfo& info, const Spec& spec, std::vector<SpecError>& flags) {
  const auto target = spec.targets.find(rule.key.target);
  if (target == spec.targets.end() || !target->second.stun.empty()) return;
  flags.push_back({rule.where, rule.key.target,
                   asked(rule, info) + ", which names no server that the line could be measured to",
                   "add stun = \"stun:HOST\" to it"});
}

void never_decided(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  const bool ceiling = is_ceiling(rule.comparison.op) || rule.comparison.op == Operator::between;
  if (!ceiling || rule.comparison.high >= info.target_least) return;
  flags.push_back({rule.where, rule.id,
                   fmt::format("{}, but a STUN server alone never decides a limit below {}",
                               asked(rule, info), format_quantity(info.target_least, info.unit)),
                   fmt::format("ask for it without a target, to the far end, or write <= {}",
                               format_quantity(info.target_least, info.unit))});
}

/// Of few packets only the middle is known well: nothing bounds how long one in twenty takes.
void never_met(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  const auto unmet = split_at_spaces(info.target_unmet);
  const bool among = std::find(unmet.begin(), unmet.end(), rule.key.statistic) != unmet.end();
  if (!among || !rule.key.window.empty() || limits(rule.comparison).empty()) return;
  flags.push_back(
      {rule.where, rule.id,
       fmt::format("{}, but so few packets never show that {} meets a limit", asked(rule, info),
                   rule.key.statistic),
       "ask for the median, the mean or the max, or write \"any\" to have it shown and not judged"});
}

}  // namespace

std::vector<SpecError> target_flags(const Spec& spec) {
  std::vector<SpecError> flags;
  for (const Rule* rule : all_rules(spec)) {
    const FactInfo* info = find_fact(rule->key.name);
    if (info == nullptr || info->targeted || rule->key.target.empty()) continue;
    if (info->target_probe.empty()) {
      flags.push_back({rule->where, rule->key.target,
                       asked(*rule, *info) + ", which only a far end of the employer's can show",
                       "leave the target out"});
      continue;
    }
    no_server(*rule, *info, spec, flags);
    never_decided(*rule, *info, flags);
    never_met(*rule, *info, flags);
  }
  return flags;
}

}  // namespace deskready
