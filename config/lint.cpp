#include "config/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace deskready {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool is_floor(Operator op) {
  return op == Operator::at_least || op == Operator::above;
}
bool is_ceiling(Operator op) {
  return op == Operator::at_most || op == Operator::below;
}

std::string folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::set<std::string> folded(const std::vector<std::string>& texts) {
  std::set<std::string> all;
  for (const std::string& text : texts) all.insert(folded(text));
  return all;
}

/// The numbers that a comparison lets pass, for order alone: whether the ends count is left out.
struct Span {
  double low = -infinity;
  double high = infinity;
};

Span span_of(const Rule& rule) {
  const Comparison& comparison = rule.comparison;
  if (is_floor(comparison.op)) return {comparison.low - std::fabs(comparison.low) * rule.tolerance, infinity};
  if (is_ceiling(comparison.op))
    return {-infinity, comparison.high + std::fabs(comparison.high) * rule.tolerance};
  return {comparison.low, comparison.high};
}

std::optional<Change> by_bounds(bool tighter, bool looser) {
  if (tighter && looser) return Change::changed;
  if (tighter) return Change::tightened;
  if (looser) return Change::loosened;
  return std::nullopt;
}

std::optional<Change> by_texts(const Comparison& from, const Comparison& to) {
  const auto a = folded(from.texts), b = folded(to.texts);
  const bool bans = from.op == Operator::not_in;
  if (bans != (to.op == Operator::not_in)) return Change::changed;
  const bool more = !std::includes(a.begin(), a.end(), b.begin(), b.end());
  const bool fewer = !std::includes(b.begin(), b.end(), a.begin(), a.end());
  return bans ? by_bounds(more, fewer) : by_bounds(fewer, more);
}

/// "minimum 120 ms" of a published sheet, taken by its word, becomes a floor under a delay.
void wrong_direction(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  const bool floor = is_floor(rule.comparison.op), ceiling = is_ceiling(rule.comparison.op);
  if (info.better == Better::lower && floor) {
    flags.push_back({rule.where, rule.id,
                     fmt::format("{} asks for at least so much, but less is better", rule.id),
                     "sheets write \"minimum 120 ms\" for a ceiling; write <="});
  }
  if (info.better == Better::higher && ceiling) {
    flags.push_back({rule.where, rule.id,
                     fmt::format("{} asks for at most so much, but more is better", rule.id),
                     "sheets write \"maximum 25 Mbps\" for what the plan promises; write >="});
  }
}

/// A light check every 6 h, and one before each shift, is what the background service does unless told
/// otherwise.
void short_window(const Rule& rule, std::vector<SpecError>& flags) {
  constexpr double usual_interval = 6 * 3600;
  if (!rule.over || rule.over->seconds >= static_cast<double>(least_recorded) * usual_interval) return;
  flags.push_back({rule.where, rule.id,
                   fmt::format("{} looks back {}; with a check every 6 h that is too little to judge, {} "
                               "figures are needed",
                               rule.id, format_quantity(rule.over->seconds, Unit::second), least_recorded),
                   "write a longer window, like \"14 d\""});
}

/// A plan of 50 Mbit/s never shows 50 Mbit/s of payload.
void plan_figure(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  if (info.unit != Unit::bit_per_second || info.known != Known::measured) return;
  if (rule.tolerance > 0 || !is_floor(rule.comparison.op) || rule.id.starts_with("needs.")) return;
  constexpr std::array plans = {1.,   2.,   3.,   4.,   5.,   6.,   8.,   10.,  12.,  15.,
                                16.,  18.,  20.,  24.,  25.,  30.,  35.,  40.,  50.,  60.,
                                70.,  75.,  80.,  90.,  100., 120., 125., 150., 175., 200.,
                                250., 300., 400., 500., 600., 750., 800., 900., 1000.};
  const double megabits = rule.comparison.low / 1e6;
  if (std::find(plans.begin(), plans.end(), megabits) == plans.end()) return;
  flags.push_back({rule.where, rule.id,
                   fmt::format("{} asks for the round figure of a plan, {}", rule.id,
                               format_quantity(rule.comparison.low, info.unit)),
                   "such a plan measures a little less; add tolerance = \"5 %\""});
}

bool texts_collide(const Comparison& a, const Comparison& b) {
  if (a.op == Operator::not_in && b.op == Operator::not_in) return false;
  if (a.op == Operator::not_in) return texts_collide(b, a);
  if (is_floor(a.op) || is_ceiling(a.op) || is_floor(b.op) || is_ceiling(b.op)) return false;
  const auto allowed = folded(a.texts), others = folded(b.texts);
  return std::none_of(allowed.begin(), allowed.end(), [&](const std::string& text) {
    return others.contains(text) != (b.op == Operator::not_in);
  });
}

/// Whether no value at all could meet both.
bool collide(const Comparison& a, double a_tolerance, const Comparison& b, double b_tolerance,
             const FactInfo& info) {
  if (a.op == Operator::any || b.op == Operator::any) return false;
  switch (info.kind) {
    case Kind::truth:
      return a.truth != b.truth;
    case Kind::text:
      return texts_collide(a, b);
    case Kind::version:
      return (is_floor(a.op) && is_ceiling(b.op) && compare_versions(a.version, b.version) > 0) ||
             (is_ceiling(a.op) && is_floor(b.op) && compare_versions(b.version, a.version) > 0) ||
             (a.op == Operator::equals && b.op == Operator::equals &&
              compare_versions(a.version, b.version) != 0);
    case Kind::number:
      break;
  }
  Rule left, right;
  left.comparison = a;
  left.tolerance = a_tolerance;
  right.comparison = b;
  right.tolerance = b_tolerance;
  const Span one = span_of(left), other = span_of(right);
  return one.low > other.high || other.low > one.high;
}

/// Required rules for the same people that no value could meet together. Of many on one fact, each is held
/// against the first two only: that names the trouble without a line for every pair.
void contradictions(const Spec& spec, std::vector<SpecError>& flags) {
  std::map<std::pair<std::string, FactKey>, std::vector<const Rule*>> together;
  for (const Rule& rule : spec.rules) {
    if (rule.level == Level::require && !rule.over) together[{rule.when, rule.key}].push_back(&rule);
  }
  for (const auto& [place, rules] : together) {
    std::vector<const Rule*> against = rules;
    if (!place.first.empty()) {
      const auto everybody = together.find({std::string(), place.second});
      if (everybody != together.end())
        against.insert(against.begin(), everybody->second.begin(), everybody->second.end());
    }
    const FactInfo& info = *find_fact(place.second.name);
    for (const Rule* rule : rules) {
      for (std::size_t i = 0; i < std::min<std::size_t>(against.size(), 2) && against[i] != rule; ++i) {
        const Rule& other = *against[i];
        if (!collide(rule->comparison, rule->tolerance, other.comparison, other.tolerance, info)) continue;
        flags.push_back(
            {rule->where, rule->id,
             fmt::format("{} and {} contradict each other: nothing can meet {} and {}", rule->id, other.id,
                         to_string(other.comparison, info), to_string(rule->comparison, info)),
             "take one of them out"});
        break;
      }
    }
  }
  for (const Condition& condition : spec.conditions) {
    const FactInfo& info = *find_fact(condition.key.name);
    const auto rules = together.find({std::string(), condition.key});
    if (rules == together.end()) continue;
    for (const Rule* rule : rules->second) {
      if (!collide(rule->comparison, rule->tolerance, condition.comparison, 0, info)) continue;
      flags.push_back(
          {condition.where, condition.key.name,
           fmt::format("[test] wants {} {}, and {} asks for {}", condition.key.name,
                       to_string(condition.comparison, info), rule->id, to_string(rule->comparison, info)),
           "take one of them out"});
    }
  }
}

void dates(const Spec& spec, const Day& today, std::vector<SpecError>& flags) {
  const Location head{spec.files.empty() ? spec.name : spec.files.front().name, 1, 1};
  if (spec.expires && *spec.expires < today) {
    flags.push_back({head, *spec.expires, fmt::format("the spec expired on {}", *spec.expires),
                     "check it against its source and set a later date"});
  }
  if (spec.reading == "unofficial" && spec.source.empty() && !spec.shipped_baseline) {
    flags.push_back({head, "", "an unofficial reading does not say of what", "add source = \"https://…\""});
  }
  for (const Waiver& waiver : spec.waivers) {
    if (waiver.until.empty() || waiver.until >= today) continue;
    flags.push_back({waiver.where, waiver.until,
                     fmt::format("the waiver of {} ended on {}", waiver.rule, waiver.until), "take it out"});
  }
}

void pointless_questions(const Spec& spec, std::vector<SpecError>& flags) {
  for (const PersonQuestion& question : spec.questions) {
    if (!question.accept.empty()) continue;
    flags.push_back({question.where, question.name, fmt::format("ask.{} accepts every answer", question.name),
                     "add accept = [\"…\"], or leave it out"});
  }
}

}  // namespace

std::optional<Change> change_of(const Rule& from, const Rule& to, const FactInfo& info) {
  const Comparison &a = from.comparison, &b = to.comparison;
  if (a == b && from.tolerance == to.tolerance && from.evidence == to.evidence) return std::nullopt;
  if (a == b && from.evidence != to.evidence)
    return to.evidence > from.evidence ? Change::tightened : Change::loosened;
  if (a.op == Operator::any || b.op == Operator::any)
    return a.op == b.op ? std::nullopt
                        : std::optional(b.op == Operator::any ? Change::loosened : Change::tightened);
  switch (info.kind) {
    case Kind::truth:
      return Change::changed;
    case Kind::text:
      return is_floor(a.op) || is_floor(b.op) ? std::optional(Change::changed) : by_texts(a, b);
    case Kind::version: {
      const int order = compare_versions(b.version, a.version);
      if (a.op != b.op || (!is_floor(a.op) && !is_ceiling(a.op))) return Change::changed;
      return by_bounds(is_floor(a.op) ? order > 0 : order < 0, is_floor(a.op) ? order < 0 : order > 0);
    }
    case Kind::number:
      break;
  }
  const Span is = span_of(from), will_be = span_of(to);
  const auto change = by_bounds(will_be.low > is.low || will_be.high < is.high,
                                will_be.low < is.low || will_be.high > is.high);
  return change ? change : std::optional(Change::changed);
}

std::vector<SpecError> lint(const Spec& spec, const Day& today) {
  std::vector<SpecError> flags;
  dates(spec, today, flags);
  for (const Rule* rule : all_rules(spec)) {
    const FactInfo& info = *find_fact(rule->key.name);
    wrong_direction(*rule, info, flags);
    short_window(*rule, flags);
    if (rule->level == Level::require) plan_figure(*rule, info, flags);
  }
  contradictions(spec, flags);
  pointless_questions(spec, flags);
  std::stable_sort(flags.begin(), flags.end(), [](const SpecError& a, const SpecError& b) {
    return std::tie(a.where.file, a.where.line, a.where.column) <
           std::tie(b.where.file, b.where.line, b.where.column);
  });
  return flags;
}

}  // namespace deskready
