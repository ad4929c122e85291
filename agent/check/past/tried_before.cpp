#include "agent/check/past/tried_before.h"

#include <algorithm>
#include <map>
#include <optional>

#include "agent/check/past/line_choices.h"
#include "config/base/folders.h"
#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/spec/far_end_url.h"
#include "config/spec/rule_key.h"
#include "reports/assess/assess.h"
#include "reports/assess/judge.h"

namespace deskready {
namespace {

double remembered(const Rule& rule) {
  constexpr double an_hour = 3600;
  return rule.valid_seconds > 0 ? rule.valid_seconds : an_hour;
}

bool is_same_line(const LineUsed& before, const LineUsed& now) {
  const bool other_link = !before.link.empty() && !now.link.empty() && before.link != now.link;
  const bool same_address = before.by_hand == now.by_hand || same_far_end(before.by_hand, now.by_hand);
  return !other_link && before.far_end == now.far_end && same_address;
}

/// What the check measured itself; a recheck has what it kept beside that.
std::vector<Fact> measured_in(const Report& report, const std::string& key) {
  const auto tried = report.attempts.find(key);
  if (tried != report.attempts.end()) return tried->second;
  const Fact* const fact = report.facts.find(key);
  const bool own =
      fact != nullptr && (fact->at >= report.started || report.conditions.contains("recheck_of"));
  return own ? std::vector{*fact} : std::vector<Fact>();
}

/// The rules about one key that take two failures.
struct Rules {
  std::vector<const Rule*> rules;
  double seconds = 0;  ///< that a failure is remembered: the shortest

  bool failed(const FactInfo& info, const Fact& fact) const {
    return std::any_of(rules.begin(), rules.end(), [&](const Rule* rule) {
      return judge(*rule, info, fact).outcome == Outcome::not_met;
    });
  }
};

std::map<FactKey, Rules> rules_of(const Spec& spec) {
  std::map<FactKey, Rules> rules;
  for (const Rule* rule : all_rules(spec)) {
    if (!needs_two_failures(*rule)) continue;
    Rules& own = rules[rule->key];
    own.seconds = own.rules.empty() ? remembered(*rule) : std::min(own.seconds, remembered(*rule));
    own.rules.push_back(rule);
  }
  return rules;
}

/// Nothing where the report says nothing of the key; an empty list where none of its figures counts.
std::optional<std::vector<Fact>> counted(const Report& report, const FactKey& key, const Rules& rules,
                                         WallTime now) {
  std::vector<Fact> figures = measured_in(report, to_string(key));
  if (figures.empty()) return std::nullopt;
  const std::chrono::duration<double> longest(rules.seconds);
  std::erase_if(figures, [&](const Fact& fact) { return fact.at > now || now - fact.at > longest; });
  const FactInfo& info = *find_fact(key.name);
  figures.erase(figures.begin(), std::find_if(figures.begin(), figures.end(),
                                              [&](const Fact& fact) { return rules.failed(info, fact); }));
  return figures;
}

}  // namespace

LineUsed line_used(const Report& report, std::string by_hand) {
  return {text_of(report.conditions, "link"), text_of(report.conditions, "far_end"), std::move(by_hand)};
}

double longest_remembered(const Spec& spec) {
  double longest = 0;
  for (const auto& [key, rules] : rules_of(spec)) longest = std::max(longest, rules.seconds);
  return longest;
}

Tried tried_before(const Spec& spec, const std::vector<std::pair<Report, LineUsed>>& newest_first,
                   const LineUsed& now_used, WallTime now) {
  Tried tried;
  std::map<FactKey, Rules> open = rules_of(spec);
  for (const auto& [report, used] : newest_first) {
    if (!is_same_line(used, now_used)) continue;
    std::erase_if(open, [&](const auto& one) {
      auto figures = counted(report, one.first, one.second, now);
      if (figures && !figures->empty()) tried[to_string(one.first)] = std::move(*figures);
      return figures.has_value();
    });
  }
  return tried;
}

Tried tried_shortly_before(const Spec& spec, const CheckRequest& request, const std::string& machine,
                           const History& history, const LineUsed& now_used, WallTime now) {
  constexpr std::size_t most = 50;
  const std::chrono::duration<double> longest(longest_remembered(spec));
  const auto entries =
      history.entries(spec.name, now - std::chrono::ceil<WallTime::duration>(longest), WallTime::max());
  if (longest.count() == 0 || !entries) return {};
  const JobKey job{spec.name, request.role, request.reference};
  const auto choices = LineChoices::open(state_folder());
  std::vector<std::pair<Report, LineUsed>> reports;
  for (auto entry = entries->rbegin(); entry != entries->rend() && reports.size() < most; ++entry) {
    if (entry->job != job || entry->finished > now) continue;
    auto report = history.find(entry->id);
    if (!report) continue;
    if (report->spec_sha256 != spec.resolved_sha256 || report->machine != machine) break;
    const auto choice = choices ? choices->of_check(report->id) : std::nullopt;
    LineUsed used = line_used(*report, choice ? choice->address : std::string());
    reports.emplace_back(std::move(*report), std::move(used));
  }
  return tried_before(spec, reports, now_used, now);
}

}  // namespace deskready
