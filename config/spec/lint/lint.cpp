#include "config/spec/lint/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "config/spec/demand.h"
#include "config/spec/lint/condition_lint.h"
#include "config/spec/lint/possible.h"
#include "config/spec/lint/target_lint.h"
#include "config/spec/names/wifi.h"
#include "config/spec/reference.h"

namespace deskready {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string bound_text(double value, const FactInfo& info) {
  return std::isinf(value) ? "as low as can be" : format_quantity(value, info.unit, 6);
}

/// "minimum 120 ms" of a published sheet, taken by its word, becomes a floor under a delay.
void wrong_direction(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  const bool floor = is_floor(rule.comparison.op), ceiling = is_ceiling(rule.comparison.op);
  if (info.better == Better::lower && floor) {
    flags.push_back({rule.where, rule.id,
                     fmt::format("{} asks for at least so much, but less is better", rule.id),
                     "sheets write \"minimum 120 ms\" for a ceiling; write <="});
  }
  // Whoever caps a version has a reason: a later one does not run, or is not tried yet.
  if (info.better == Better::higher && ceiling && info.kind != Kind::version) {
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

/// Sheets take their figures from published lists.
void own_scale(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  if (info.other_scales.empty() || limits(rule.comparison).empty()) return;
  flags.push_back(
      {rule.where, rule.id, fmt::format("{} is on a scale of deskready's own: {}", info.name, info.sentence),
       fmt::format("{} are other scales; take the limit from a computer that will do", info.other_scales)});
}

/// "10 .. 15 Mbps" of a sheet names the plans that will do; taken by its word, a faster line fails it.
void range_of_better(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  const Comparison& range = rule.comparison;
  if (range.op != Operator::between || info.kind != Kind::number || info.better == Better::neither) return;
  const bool higher = info.better == Better::higher;
  const auto figure = [&](double value) { return format_quantity(value, info.unit, 6); };
  flags.push_back(
      {rule.where, rule.id,
       fmt::format("{} asks for {}; what is better, {} than {}, would fail it", rule.id,
                   to_string(range, info), higher ? "more" : "less", figure(higher ? range.high : range.low)),
       higher ? fmt::format("write >= {}", figure(range.low))
              : fmt::format("write <= {}", figure(range.high))});
}

/// As a spec writes it, where a number goes by a name.
std::string written(const Comparison& comparison, const FactInfo& info) {
  const std::string_view name = info.names == Names::wifi_generation
                                    ? wifi_standard(static_cast<int>(comparison.low))
                                    : std::string_view();
  return name.empty() ? to_string(comparison, info) : std::string(name);
}

/// "802.11n" of a sheet names the least that will do; taken by its word, whoever has better fails it.
bool means_at_least(const Rule& rule, const FactInfo& info) {
  return rule.comparison.op == Operator::equals && info.better != Better::neither;
}

SpecError bare_value(const Rule& rule, const FactInfo& info) {
  const std::string value = written(rule.comparison, info);
  const bool higher = info.better != Better::lower;
  return {rule.where, rule.id,
          fmt::format("{} asks for {} and nothing else; what is better, {}, would fail it", rule.id, value,
                      higher ? "more" : "less"),
          fmt::format("write {} {}", higher ? ">=" : "<=", value)};
}

/// A number, or the size of a screen, is seldom asked for exactly.
void exactly_so(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  const bool screen = info.ordered == Ordered::pixels && rule.comparison.op == Operator::equals;
  if (screen || (info.kind == Kind::number && means_at_least(rule, info)))
    flags.push_back(bare_value(rule, info));
}

/// No measurement shows that nothing at all is lost or late: there is always a little that was not looked at.
void nothing_at_all(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  if (!is_ceiling(rule.comparison.op) || rule.comparison.high != 0 || info.known != Known::measured) return;
  if (info.better != Better::lower || part_of(info.name) != "network") return;
  if (info.unit != Unit::ratio && info.unit != Unit::second) return;
  flags.push_back(
      {rule.where, rule.id,
       fmt::format("{} asks for {}, which no measurement can show", rule.id,
                   to_string(rule.comparison, info)),
       fmt::format("write the most that will do, like <= {}", info.unit == Unit::ratio ? "0.5 %" : "1 ms")});
}

/// Limits that no figure meets, and limits that every figure meets.
void beyond_the_possible(const Rule& rule, const FactInfo& info, std::vector<SpecError>& flags) {
  const bool never = nothing_meets(rule.comparison, info);
  if (!never && !everything_meets(rule.comparison, info)) return;
  const Span can = possible(info);
  const std::string limit = to_string(rule.comparison, info);
  flags.push_back(
      {rule.where, limit,
       fmt::format("{} asks for {}, which {} {}", rule.id, limit, never ? "nothing" : "everything",
                   "can meet"),
       fmt::format("{} is {}{}", info.name,
                   can.high < infinity
                       ? fmt::format("{} to {}", bound_text(can.low, info), bound_text(can.high, info))
                       : fmt::format("at least {}", bound_text(can.low, info)),
                   !never                      ? "; write \"any\" to have it shown and not judged"
                   : info.other_scales.empty() ? ""
                                               : fmt::format("; {} are other scales", info.other_scales))});
}

/// Required rules by whom they are for and by fact.
using Together = std::map<std::pair<std::string, FactKey>, std::vector<const Rule*>>;

Together required(const Spec& spec) {
  Together together;
  for (const Rule& rule : spec.rules) {
    if (rule.level == Level::require && !rule.over) together[{rule.when, rule.key}].push_back(&rule);
  }
  return together;
}

/// Those on one fact for everybody, and for the people of one [[when]]. Of many, the first two of each name
/// the trouble without a line for every pair.
std::vector<const Rule*> beside(const Together& together, const std::string& when, const FactKey& key) {
  std::vector<const Rule*> all;
  for (const std::string_view people : {std::string_view(), std::string_view(when)}) {
    const auto found = together.find({std::string(people), key});
    if (found == together.end() || (people.empty() && !all.empty())) continue;
    const auto& rules = found->second;
    all.insert(all.end(), rules.begin(), rules.begin() + std::min<std::ptrdiff_t>(std::ssize(rules), 2));
  }
  return all;
}

SpecError contradiction(const Rule& rule, const Rule& other, std::string hint) {
  const FactInfo& info = *find_fact(rule.key.name);
  return {rule.where, rule.id,
          fmt::format("{} and {} contradict each other: nothing can meet {} and {}", rule.id, other.id,
                      to_string(other.comparison, info), to_string(rule.comparison, info)),
          std::move(hint)};
}

/// Required rules for the same people that no value could meet together.
void contradictions(const Spec& spec, const Together& together, std::vector<SpecError>& flags) {
  for (const auto& [place, rules] : together) {
    const FactInfo& info = *find_fact(place.second.name);
    for (const Rule* rule : rules) {
      for (const Rule* other : beside(together, place.first, place.second)) {
        if (other == rule) break;
        if (!collide(demand_of(*rule), demand_of(*other), info)) continue;
        flags.push_back(contradiction(*rule, *other, "take one of them out"));
        break;
      }
    }
  }
  for (const Condition& condition : spec.conditions) {
    const FactInfo& info = *find_fact(condition.key.name);
    for (const Rule* rule : beside(together, "", condition.key)) {
      if (!collide(demand_of(*rule), {condition.comparison}, info)) continue;
      flags.push_back(
          {condition.where, condition.key.name,
           fmt::format("[test] wants {} {}, and {} asks for {}", condition.key.name,
                       to_string(condition.comparison, info), rule->id, to_string(rule->comparison, info)),
           "take one of them out"});
    }
  }
}

/// The two rules that keep both sets from being met together; nothing when they can be. Of several on one
/// fact in `b`, the first is tried.
std::optional<std::pair<const Rule*, const Rule*>> clash(const std::vector<Rule>& a,
                                                         const std::vector<Rule>& b) {
  std::map<FactKey, const Rule*> by_key;
  for (const Rule& other : b) by_key.emplace(other.key, &other);
  for (const Rule& rule : a) {
    const auto other = by_key.find(rule.key);
    if (other != by_key.end() && other->second != &rule &&
        collide(demand_of(rule), demand_of(*other->second), *find_fact(rule.key.name)))
      return std::pair(&rule, other->second);
  }
  return std::nullopt;
}

/// Choices whose every pair of alternatives excludes each other.
bool exclude_each_other(const OneOf& a, const OneOf& b) {
  return !a.alternatives.empty() && !b.alternatives.empty() &&
         std::all_of(a.alternatives.begin(), a.alternatives.end(), [&](const Alternative& one) {
           return std::all_of(b.alternatives.begin(), b.alternatives.end(), [&](const Alternative& other) {
             return clash(one.rules, other.rules).has_value();
           });
         });
}

/// Alternatives that can never be the one that is met, and choices that cannot both be.
void dead_alternatives(const Spec& spec, const Together& together, std::vector<SpecError>& flags) {
  for (const OneOf& choice : spec.choices) {
    for (const Alternative& alternative : choice.alternatives) {
      const std::string hint = fmt::format("the alternative {} of one_of.{} can never be met; take it out",
                                           alternative.name, choice.name);
      if (const auto within = clash(alternative.rules, alternative.rules)) {
        flags.push_back(contradiction(*within->second, *within->first, hint));
        continue;
      }
      for (const Rule& rule : alternative.rules) {
        for (const Rule* other : beside(together, choice.when, rule.key)) {
          if (collide(demand_of(rule), demand_of(*other), *find_fact(rule.key.name)))
            flags.push_back(contradiction(rule, *other, hint));
        }
      }
    }
  }
  constexpr std::size_t most = 50;  // choices that are held against each other; sheets have a handful
  for (std::size_t i = 0; i < std::min(spec.choices.size(), most); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const OneOf &one = spec.choices[i], &other = spec.choices[j];
      const bool same_people = one.when.empty() || other.when.empty() || one.when == other.when;
      if (!same_people || one.level != Level::require || other.level != Level::require) continue;
      if (!exclude_each_other(one, other)) continue;
      flags.push_back(
          {one.where, "one_of." + one.name,
           fmt::format("one_of.{} and one_of.{} contradict each other: no alternative of one goes "
                       "with any of the other",
                       one.name, other.name),
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
    if (waiver.for_whom != "everyone" && !is_reference(waiver.for_whom))
      flags.push_back({waiver.where, waiver.for_whom,
                       fmt::format("no report can have the reference \"{}\"", waiver.for_whom),
                       "a reference has at most 64 letters A to Z, digits and - _ ."});
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

/// A person chooses whether to be guided, and so whether such rules decide anything. Each file's together.
void undecided_unguided(const Spec& spec, std::vector<SpecError>& all) {
  if (spec.identity.starts_with("shipped ")) return;  // no employer's
  std::map<std::string, std::vector<const Rule*>> by_file;
  for (const Rule* rule : all_rules(spec)) {
    if (rule->guided && rule->level == Level::require) by_file[rule->where.file].push_back(rule);
  }
  for (const auto& [file, rules] : by_file) {
    std::set<std::string> facts;
    for (const Rule* rule : rules) facts.insert(to_string(rule->key));
    const bool own = !spec.files.empty() && std::filesystem::path(file).filename() == spec.files.front().name;
    all.push_back(
        {rules.front()->where, rules.front()->id,
         fmt::format("guided = true: a check without --guided decides nothing about {}",
                     fmt::join(facts, ", ")),
         own ? "leave guided out if it must always be known"
             : fmt::format("{} says so; write the rule again without guided if it must always be known",
                           file)});
  }
}

void by_place(std::vector<SpecError>& flags) {
  std::stable_sort(flags.begin(), flags.end(), [](const SpecError& a, const SpecError& b) {
    return std::tie(a.where.file, a.where.line, a.where.column) <
           std::tie(b.where.file, b.where.line, b.where.column);
  });
}

}  // namespace

std::vector<SpecError> advice(const Spec& spec) {
  std::vector<SpecError> all;
  const auto look = [&](const FactKey& key, const Location& where) {
    const FactInfo* info = find_fact(key.name);
    if (info == nullptr || !info->unanswered()) return;
    all.push_back({where, to_string(key),
                   fmt::format("{} is in the language, but this version cannot check it", key.name),
                   "what asks for it stays \"could not check\"; [ask.…] asks the person instead"});
  };
  for (const Rule* rule : all_rules(spec)) {
    look(rule->key, rule->where);
    const FactInfo* info = find_fact(rule->key.name);
    if (info == nullptr) continue;
    if (rule->level == Level::require) plan_figure(*rule, *info, all);
    own_scale(*rule, *info, all);
    // A program may run in one version alone.
    if (info->kind == Kind::version && means_at_least(*rule, *info)) all.push_back(bare_value(*rule, *info));
  }
  undecided_unguided(spec, all);
  for (SpecError& one : condition_advice(spec)) all.push_back(std::move(one));
  for (const Condition& condition : spec.conditions) look(condition.key, condition.where);
  for (const auto& [id, when] : spec.whens) {
    for (const Condition& machine : when.machines) look(machine.key, machine.where);
  }
  by_place(all);
  return all;
}

std::vector<SpecError> lint(const Spec& spec, const Day& today) {
  std::vector<SpecError> flags;
  dates(spec, today, flags);
  for (const Rule* rule : all_rules(spec)) {
    const FactInfo& info = *find_fact(rule->key.name);
    wrong_direction(*rule, info, flags);
    short_window(*rule, flags);
    range_of_better(*rule, info, flags);
    exactly_so(*rule, info, flags);
    nothing_at_all(*rule, info, flags);
    beyond_the_possible(*rule, info, flags);
  }
  const Together together = required(spec);
  contradictions(spec, together, flags);
  dead_alternatives(spec, together, flags);
  pointless_questions(spec, flags);
  for (SpecError& flag : target_flags(spec)) flags.push_back(std::move(flag));
  for (SpecError& flag : condition_flags(spec)) flags.push_back(std::move(flag));
  by_place(flags);
  return flags;
}

}  // namespace deskready
