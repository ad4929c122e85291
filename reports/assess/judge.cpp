#include "reports/assess/judge.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "config/facts/key_subject.h"
#include "config/spec/named.h"
#include "probes/noted.h"

namespace deskready {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double near_share = 0.1;  ///< of the limit; within it a straddling interval is "too close to call"

/// "Not below the limit" for an interval; "not above" is the same mirrored. The far side of the band is not
/// limited: with a bound there, a better measurement could get a worse outcome.
Outcome against_floor(Interval is, double limit, bool strict, double tolerance, double near_absolute) {
  const double edge = limit - std::fabs(limit) * tolerance;
  const double near = limit - (near_absolute > 0 ? near_absolute : std::fabs(limit) * near_share);
  if (strict ? is.low > limit : is.low >= limit) return Outcome::met;
  if (strict && tolerance == 0 ? is.high <= edge : is.high < edge) return Outcome::not_met;
  return is.low >= std::min(edge, near) ? Outcome::borderline : Outcome::not_measured;
}

Outcome against_ceiling(Interval is, double limit, bool strict, double tolerance, double near_absolute) {
  return against_floor({-is.high, -is.low}, -limit, strict, tolerance, near_absolute);
}

Outcome worse(Outcome a, Outcome b) {
  return rank(a) < rank(b) ? a : b;
}

Outcome judge_number(const Comparison& comparison, double tolerance, const FactInfo& info, const Fact& fact) {
  const Interval is = interval_of(fact);
  const double near = info.near_absolute;
  switch (comparison.op) {
    case Operator::at_least:
      return against_floor(is, comparison.low, false, tolerance, near);
    case Operator::above:
      return against_floor(is, comparison.low, true, tolerance, near);
    case Operator::at_most:
      return against_ceiling(is, comparison.high, false, tolerance, near);
    case Operator::below:
      return against_ceiling(is, comparison.high, true, tolerance, near);
    case Operator::between:
      return worse(against_floor(is, comparison.low, false, tolerance, near),
                   against_ceiling(is, comparison.high, false, tolerance, near));
    default:
      return is.low == comparison.low && is.high == comparison.low ? Outcome::met
             : is.low > comparison.low || is.high < comparison.low ? Outcome::not_met
                                                                   : Outcome::not_measured;
  }
}

bool holds_text(const Comparison& comparison, const FactInfo& info, const Fact& fact) {
  const auto also = noted_names(fact);
  const std::string& value = std::get<std::string>(fact.value);
  const bool listed = std::any_of(comparison.texts.begin(), comparison.texts.end(),
                                  [&](const std::string& text) { return is_named(text, value, also, info); });
  return comparison.op == Operator::not_in ? !listed : listed;
}

/// Which sentence tells a shortfall.
std::string shortfall_code(const Comparison& comparison, const FactInfo& info, const Fact& fact) {
  if (info.kind != Kind::number) return info.kind == Kind::version ? "wrong_version" : "not_as_asked";
  const double value = std::get<double>(fact.value);
  const bool ceiling = comparison.op == Operator::at_most || comparison.op == Operator::below;
  if (ceiling || (comparison.op == Operator::between && value > comparison.high)) return "too_high";
  return comparison.op == Operator::equals ? "not_as_asked" : "too_low";
}

Judgement of_outcome(Outcome outcome, const Rule& rule, const FactInfo& info, const Fact& fact) {
  if (outcome == Outcome::met) return {outcome, {}, "met"};
  if (outcome == Outcome::borderline) return {outcome, {}, "close"};
  if (outcome == Outcome::not_met) return {outcome, {}, shortfall_code(rule.comparison, info, fact)};
  return {outcome, Cause::undecided, "undecided"};
}

bool matches_kind(const FactInfo& info, const Fact& fact) {
  switch (info.kind) {
    case Kind::number:
      return std::holds_alternative<double>(fact.value);
    case Kind::truth:
      return std::holds_alternative<bool>(fact.value);
    default:
      return std::holds_alternative<std::string>(fact.value);
  }
}

/// A text that can have more and less, where the rule asks for that.
bool is_ranked(const Comparison& comparison, const FactInfo& info) {
  return info.ordered != Ordered::no && comparison.op != Operator::equals && comparison.op != Operator::in &&
         comparison.op != Operator::not_in;
}

Judgement judge_ranked(const Rule& rule, const FactInfo& info, const Fact& fact) {
  switch (rank_ordered(rule.comparison, std::get<std::string>(fact.value), info)) {
    case Ranked::meets:
      return of_outcome(Outcome::met, rule, info, fact);
    case Ranked::falls_short:
      return of_outcome(Outcome::not_met, rule, info, fact);
    case Ranked::unknown_name:
      return not_measured(Cause::unknown_name);
    case Ranked::not_comparable:
    case Ranked::other_maker:
      break;
  }
  return not_measured(Cause::not_comparable);
}

Judgement judge_value(const Rule& rule, const FactInfo& info, const Fact& fact) {
  if (!matches_kind(info, fact)) return not_measured(Cause::not_comparable);
  if (fact.samples < least_samples(rule.key, info)) return not_measured(Cause::too_few_samples);
  const Comparison& comparison = rule.comparison;
  if (comparison.op == Operator::any) return {Outcome::not_applicable, {}, "no_figure"};
  if (info.kind == Kind::number) {
    const Outcome outcome = judge_number(comparison, rule.tolerance, info, fact);
    const bool bound = fact.at_least || fact.at_most;
    if (bound && (outcome == Outcome::borderline || outcome == Outcome::not_measured)) {
      // A bound beyond the limit whose own uncertainty reaches back over it: more of the same would decide.
      Fact sharp = fact;
      sharp.low = sharp.high = std::nullopt;
      const bool beyond = judge_number(comparison, rule.tolerance, info, sharp) == Outcome::met;
      return not_measured(beyond ? Cause::undecided : Cause::measured_only_up_to);
    }
    return of_outcome(outcome, rule, info, fact);
  }
  if (is_ranked(comparison, info)) return judge_ranked(rule, info, fact);
  bool holds = false;
  if (const bool* truth = std::get_if<bool>(&fact.value)) {
    holds = *truth == comparison.truth;
  } else if (info.kind == Kind::version) {
    const auto meets = meets_release(comparison, std::get<std::string>(fact.value));
    if (!meets) return not_measured(Cause::not_comparable);
    holds = *meets;
  } else {
    holds = holds_text(comparison, info, fact);
    const bool named = holds == (comparison.op != Operator::not_in);
    if (!named && says_too_little(std::get<std::string>(fact.value), info))
      return not_measured(Cause::unknown_name);
  }
  return of_outcome(holds ? Outcome::met : Outcome::not_met, rule, info, fact);
}

}  // namespace

Interval interval_of(const Fact& fact) {
  const double value = std::get<double>(fact.value);
  // A bound's own uncertainty counts too: "at least 30, measured to within 28" proves 28.
  if (fact.at_least) return {fact.low.value_or(value), infinity};
  if (fact.at_most) return {-infinity, fact.high.value_or(value)};
  if (!fact.low && !fact.high) return {value, value};
  return {fact.low.value_or(-infinity), fact.high.value_or(infinity)};
}

Judgement not_measured(Cause cause) {
  return {Outcome::not_measured, cause, std::string(to_string(cause))};
}

Judgement judge(const Rule& rule, const FactInfo& info, const Fact& fact) {
  const Judgement judged = judge_value(rule, info, fact);
  const bool few = judged.cause == Cause::undecided || judged.cause == Cause::too_few_samples;
  // More of the same would not fit through the line either.
  if (few && noted_line_rate(fact)) return not_measured(Cause::line_slow);
  const auto taint = noted_taint(fact);
  if (judged.outcome != Outcome::not_met || !taint) return judged;
  // Disturbed twice: such a figure may show that all is well in spite of it, and fails nobody.
  if (taint == Taint::other_traffic) return not_measured(Cause::other_traffic);
  return {Outcome::not_measured, Cause::condition, taint == Taint::paused ? "was_paused" : "computer_busy"};
}

}  // namespace deskready
