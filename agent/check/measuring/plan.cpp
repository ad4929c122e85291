#include "agent/check/measuring/plan.h"

#include <algorithm>

#include "config/facts/catalogue.h"
#include "config/facts/key_subject.h"
#include "config/spec/questions.h"
#include "config/spec/targets/target_place.h"

namespace deskready {
namespace {

std::vector<Question> questions_for(const Probe& probe, std::span<const Question> questions,
                                    const std::set<std::string, std::less<>>& parts) {
  std::vector<Question> own;
  for (const Question& question : questions) {
    if (answers(probe, question.key) && parts.contains(part_of(question.key.name))) own.push_back(question);
  }
  return own;
}

/// Steps ordered so that each stands behind those whose facts it reads. A cycle in the table would leave
/// steps over; they go to the end in table order rather than being lost.
std::vector<PlanStep> in_order(std::vector<PlanStep> steps) {
  std::vector<PlanStep> ordered;
  const auto waits = [&](const PlanStep& step) {
    return std::any_of(step.probe->after.begin(), step.probe->after.end(), [&](std::string_view name) {
      return std::any_of(steps.begin(), steps.end(),
                         [&](const PlanStep& other) { return other.probe->name == name; });
    });
  };
  while (!steps.empty()) {
    auto next = std::find_if_not(steps.begin(), steps.end(), waits);
    if (next == steps.end()) next = steps.begin();
    ordered.push_back(std::move(*next));
    steps.erase(next);
  }
  return ordered;
}

double worst_seconds(const PlanStep& step, Depth depth) {
  return step.probe->worst_cost(step.questions, depth).seconds;
}

double usual_seconds(const PlanStep& step, Depth depth) {
  if (step.probe->usual_seconds == nullptr) return worst_seconds(step, depth);
  return step.probe->usual_seconds(step.questions, depth);
}

/// Probes that share a thing follow each other; others run side by side, so the longest chain counts.
double seconds_of(std::span<const PlanStep> steps, Depth depth, double (*of_step)(const PlanStep&, Depth)) {
  std::map<Occupies, double> chains;
  double alone = 0;
  for (const PlanStep& step : steps) {
    const double seconds = of_step(step, depth);
    if (step.probe->occupies == Occupies::nothing) {
      alone = std::max(alone, seconds);
    } else {
      chains[step.probe->occupies] += seconds;
    }
  }
  for (const auto& [thing, seconds] : chains) alone = std::max(alone, seconds);
  return alone;
}

/// More than a call of half a minute needs on the wire, both ways.
constexpr std::uint64_t heavy_bytes = 3'000'000;

/// Where a key's target is; empty where the specs name no such place, or several by one name.
std::string place_of(const FactKey& key, std::span<const Spec> specs) {
  std::string place;
  const FactInfo* info = find_fact(key.name);
  for (const Spec& spec : specs) {
    const auto target = spec.targets.find(key.target);
    if (info == nullptr || target == spec.targets.end()) continue;
    const std::string own = target_place(target->second, *info);
    if (own.empty()) continue;
    if (place.empty())
      place = own;
    else if (!same_target_place(place, own))
      return {};
  }
  return place;
}

}  // namespace

bool is_heavy(const PlanStep& step, Depth depth) {
  return step.probe->occupies == Occupies::link &&
         step.probe->worst_cost(step.questions, depth).bytes > heavy_bytes;
}

std::vector<Question> questions_of(std::span<const Spec> specs) {
  std::map<FactKey, std::vector<double>> merged;
  for (const Spec& spec : specs) {
    for (const auto& [key, own] : limits_of(spec))
      merged[key].insert(merged[key].end(), own.begin(), own.end());
  }
  std::vector<Question> questions;
  for (auto& [key, all] : merged) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    questions.push_back({key, std::move(all), place_of(key, specs)});
  }
  return questions;
}

std::vector<Question> with_companions(std::vector<Question> questions) {
  std::set<std::string> wanted;
  for (const Question& question : questions) {
    const FactInfo* info = find_fact(question.key.name);
    if (!about_far_end(question.key) || part_of(info->name) != "network") continue;
    for (const FactInfo& fact : catalogue()) {
      if (fact.with_line || fact.loaded_by == info->name) wanted.emplace(fact.name);
    }
  }
  for (const std::string& name : wanted) {
    const FactKey key{name, {}, {}, {}};
    const bool asked = std::any_of(questions.begin(), questions.end(),
                                   [&](const Question& question) { return question.key == key; });
    if (!asked) questions.push_back({key, {}});
  }
  return questions;
}

std::vector<Question> questions_of_everything(std::span<const Probe> table) {
  std::vector<Question> questions;
  for (const FactInfo& fact : catalogue()) {
    const bool answered = std::any_of(table.begin(), table.end(), [&](const Probe& probe) {
      return std::find(probe.facts.begin(), probe.facts.end(), fact.name) != probe.facts.end();
    });
    if (answered && !fact.targeted) {
      questions.push_back({FactKey{std::string(fact.name), {}, {}, {}}, {}});
    }
  }
  return questions;
}

Plan make_plan(std::vector<Question> questions, std::span<const Probe> table, const Scope& scope) {
  Plan plan;
  for (const Probe& probe : table) {
    PlanStep step{&probe, questions_for(probe, questions, scope.parts)};
    if (step.questions.empty()) continue;
    const bool left_out = scope.light && is_heavy(step, scope.depth);
    (left_out ? plan.left_out : plan.steps).push_back(std::move(step));
  }
  plan.asked = std::move(questions);
  plan.steps = in_order(std::move(plan.steps));
  for (const PlanStep& step : plan.steps) {
    plan.worst.bytes += step.probe->worst_cost(step.questions, scope.depth).bytes;
  }
  plan.worst.seconds = seconds_of(plan.steps, scope.depth, worst_seconds);
  plan.usual_seconds = seconds_of(plan.steps, scope.depth, usual_seconds);
  return plan;
}

}  // namespace deskready
