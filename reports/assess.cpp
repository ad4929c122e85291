#include "reports/assess.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "reports/report.h"

namespace deskready {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double near_share = 0.1;  ///< of the limit; within it a straddling interval is "too close to call"

struct Interval {
  double low = 0;
  double high = 0;
};

Interval interval_of(const Fact& fact) {
  const double value = std::get<double>(fact.value);
  // A bound's own uncertainty counts too: "at least 30, measured to within 28" proves 28.
  if (fact.at_least) return {fact.low.value_or(value), infinity};
  if (fact.at_most) return {-infinity, fact.high.value_or(value)};
  if (!fact.low && !fact.high) return {value, value};
  return {fact.low.value_or(-infinity), fact.high.value_or(infinity)};
}

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

/// From worst to best, for a range, whose outcome is the worse of its two ends'.
int rank(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_met:
      return 0;
    case Outcome::not_measured:
      return 1;
    case Outcome::borderline:
      return 2;
    default:
      return 3;
  }
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

bool same_text(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool holds_text(const Comparison& comparison, std::string_view value) {
  const bool listed = std::any_of(comparison.texts.begin(), comparison.texts.end(),
                                  [&](const std::string& text) { return same_text(text, value); });
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

std::string shown(const Fact& fact, const FactInfo& info) {
  if (const double* number = std::get_if<double>(&fact.value)) {
    return (fact.at_least  ? "at least "
            : fact.at_most ? "at most "
                           : "") +
           format_quantity(*number, info.unit);
  }
  if (const bool* truth = std::get_if<bool>(&fact.value)) return *truth ? "yes" : "no";
  return std::get<std::string>(fact.value);
}

Judgement not_measured(Cause cause) {
  return {Outcome::not_measured, cause, std::string(to_string(cause))};
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
      break;
  }
  return not_measured(Cause::not_comparable);
}

/// What all rules of one judgement share.
struct Case {
  const Spec& spec;
  const std::vector<Facts>& attempts;
  const Circumstances& circumstances;

  /// The newest value.
  const Fact* fact(const std::string& key) const {
    for (auto attempt = attempts.rbegin(); attempt != attempts.rend(); ++attempt) {
      if (const Fact* found = attempt->find(key)) return found;
    }
    return nullptr;
  }
};

/// A comparison that is no rule, judged: the cause or code says why it does not hold.
Judgement judge_condition(const Condition& condition, const Case& all) {
  const FactInfo* info = find_fact(condition.key.name);
  const std::string key = to_string(condition.key);
  if (info == nullptr) return not_measured(Cause::unknown_name);
  if (const Fact* fact = all.fact(key)) {
    Rule rule;
    rule.key = condition.key;
    rule.comparison = condition.comparison;
    return judge(rule, *info, *fact);
  }
  const Unmeasured* why = all.attempts.front().why_not(key);
  return not_measured(why != nullptr ? why->cause : Cause::unsupported);
}

/// "VPN in use: yes; no is asked for"; without a value "VPN in use could not be checked".
std::string condition_words(const Condition& condition, const Case& all) {
  const FactInfo* info = find_fact(condition.key.name);
  if (info == nullptr) return condition.key.name;
  const Fact* fact = all.fact(to_string(condition.key));
  if (fact == nullptr) return std::string(info->label) + " could not be checked";
  return std::string(info->label) + ": " + shown(*fact, *info) +
         "; asked for: " + to_string(condition.comparison, *info);
}

/// Conditions of measuring bar what is measured in their own part; those about the computer bar all that is
/// measured. What is merely read does not depend on them.
std::optional<Finding> unmet_condition(const FactInfo& info, const Case& all) {
  if (info.known != Known::measured) return std::nullopt;
  for (const Condition& condition : all.spec.conditions) {
    const auto part = part_of(condition.key.name);
    if (part != "system" && part != part_of(info.name)) continue;
    const Judgement judgement = judge_condition(condition, all);
    if (judgement.outcome == Outcome::met || judgement.outcome == Outcome::borderline) continue;
    Finding why;
    why.cause = Cause::condition;
    why.args["detail"] = condition_words(condition, all);
    return why;
  }
  return std::nullopt;
}

/// Reasons for which a fact must not be judged, whatever its value.
std::optional<Cause> barred(const Rule& rule, const FactInfo& info, bool has_value,
                            const Circumstances& circumstances) {
  if (!circumstances.parts.contains(part_of(rule.key.name))) return Cause::not_selected;
  if (!info.needs_far_end) return std::nullopt;
  switch (circumstances.far_end) {
    case FarEndUsed::on_this_machine:
      return Cause::no_far_end;
    case FarEndUsed::other:
      return Cause::other_far_end;
    case FarEndUsed::none:
      // Without a value the probe's own cause says more: busy, failed, or none given.
      return has_value ? std::optional(Cause::no_far_end) : std::nullopt;
    case FarEndUsed::as_named:
      break;
  }
  return std::nullopt;
}

/// An answer is one to the question as it stands; one without its question's text is taken at its word.
bool same_wording(const PersonQuestion& question, const Answer& answer) {
  return answer.text.empty() || std::any_of(question.text.begin(), question.text.end(),
                                            [&](const auto& text) { return text.second == answer.text; });
}

bool looked_at_twice(const FactInfo& info) {
  return info.known == Known::measured && part_of(info.name) == "network";
}

bool needs_two_failures(const Rule& rule, const FactInfo& info) {
  return rule.level == Level::require && looked_at_twice(info);
}

const Waiver* waiver_for(const Spec& spec, const std::string& rule, const Circumstances& circumstances) {
  for (const Waiver& waiver : spec.waivers) {
    const bool whom = waiver.for_whom == "everyone" ||
                      (!circumstances.reference.empty() && waiver.for_whom == circumstances.reference);
    if (waiver.rule == rule && whom && waiver.until >= circumstances.today) return &waiver;
  }
  return nullptr;
}

void apply(Finding& finding, const Judgement& judgement) {
  finding.outcome = judgement.outcome;
  finding.cause = judgement.cause;
  finding.code = judgement.code;
}

Judgement judge_value(const Rule& rule, const FactInfo& info, const Fact& fact) {
  if (!matches_kind(info, fact)) return not_measured(Cause::not_comparable);
  if (fact.samples < info.minimum_samples) return not_measured(Cause::too_few_samples);
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
  if (const bool* truth = std::get_if<bool>(&fact.value))
    holds = *truth == comparison.truth;
  else if (info.kind == Kind::version)
    holds = meets_version(comparison, std::get<std::string>(fact.value));
  else
    holds = holds_text(comparison, std::get<std::string>(fact.value));
  return of_outcome(holds ? Outcome::met : Outcome::not_met, rule, info, fact);
}

/// Several measurements of one key: two failures are a failure; a pass beside a failure, or beside a figure
/// that decides nothing, is unstable; one failure alone is nothing where two are needed. In no case does a
/// worse figure in either attempt lead to a better outcome.
Judgement over_attempts(const Rule& rule, const FactInfo& info, const std::vector<const Fact*>& facts) {
  std::vector<Judgement> judged;
  for (const Fact* fact : facts) judged.push_back(judge(rule, info, *fact));
  if (!looked_at_twice(info)) return judged.back();
  // An attempt in which too little came back says nothing for or against.
  const Judgement last = judged.back();
  std::erase_if(judged, [](const Judgement& one) {
    return one.cause == Cause::too_few_samples || one.cause == Cause::not_comparable;
  });
  if (judged.empty()) return last;

  const auto count = [&](Outcome outcome) {
    return std::count_if(judged.begin(), judged.end(),
                         [&](const Judgement& one) { return one.outcome == outcome; });
  };
  const auto failed = count(Outcome::not_met), undecided = count(Outcome::not_measured);
  const auto total = static_cast<std::ptrdiff_t>(judged.size());
  if (failed >= 2 || (failed == 1 && !needs_two_failures(rule, info) && total == 1)) {
    return *std::find_if(judged.rbegin(), judged.rend(),
                         [](const Judgement& one) { return one.outcome == Outcome::not_met; });
  }
  if (failed + undecided == total) return failed == 0 ? judged.back() : not_measured(Cause::undecided);
  if (failed + undecided > 0) return {Outcome::borderline, {}, "unstable"};
  return *std::min_element(judged.begin(), judged.end(), [](const Judgement& a, const Judgement& b) {
    return rank(a.outcome) < rank(b.outcome);
  });
}

bool vouched(Evidence wanted, Trust trust) {
  switch (wanted) {
    case Evidence::any:
      return true;
    case Evidence::challenged:
      return trust == Trust::challenged || trust == Trust::witnessed;
    case Evidence::witnessed:
      return trust == Trust::witnessed;
  }
  return false;
}

/// An old figure decides nothing; a good one that nobody vouches for decides nothing either, where the spec
/// asks for that. A bad one stands: nobody makes those up.
void hold_to_evidence(Finding& finding, const Rule& rule, const Fact& fact,
                      const Circumstances& circumstances) {
  const std::chrono::duration<double> valid(rule.valid_seconds);
  if (rule.valid_seconds > 0 && fact.at + valid < circumstances.started) {
    apply(finding, not_measured(Cause::too_old));
    finding.args["detail"] = format_time(fact.at);
    return;
  }
  const bool good = finding.outcome == Outcome::met || finding.outcome == Outcome::borderline;
  if (!good || vouched(rule.evidence, fact.trust)) return;
  apply(finding, not_measured(Cause::weak_evidence));
  finding.args["detail"] = rule.evidence == Evidence::witnessed ? "by the far end" : "by a challenge";
}

Finding blank_finding(const Rule& rule) {
  Finding finding;
  finding.rule = rule.id;
  finding.key = to_string(rule.key);
  finding.level = rule.level;
  finding.fix = rule.fix;
  if (const FactInfo* info = find_fact(rule.key.name)) finding.expected = to_string(rule.comparison, *info);
  if (rule.one_way) finding.args["path"] = "one_way";
  return finding;
}

Finding find_rule(const Rule& rule, const Case& all) {
  const FactInfo* known = find_fact(rule.key.name);
  Finding finding = blank_finding(rule);
  if (known == nullptr) {  // a spec from a newer version, built by hand
    apply(finding, not_measured(Cause::unknown_name));
    finding.args["detail"] = rule.key.name;
    return finding;
  }
  const FactInfo& info = *known;
  std::vector<const Fact*> facts;
  for (const Facts& attempt : all.attempts) {
    if (const Fact* fact = attempt.find(finding.key)) facts.push_back(fact);
  }
  if (!facts.empty()) {
    finding.measured = shown(*facts.back(), info);
    finding.trust = facts.back()->trust;
    if (facts.size() > 1) finding.args["first"] = shown(*facts.front(), info);
  }
  if (const auto cause = barred(rule, info, !facts.empty(), all.circumstances)) {
    apply(finding, not_measured(*cause));
  } else if (const auto unmet = facts.empty() ? std::nullopt : unmet_condition(info, all)) {
    apply(finding, not_measured(*unmet->cause));
    finding.args["detail"] = unmet->args.at("detail");
  } else if (!facts.empty()) {
    apply(finding, over_attempts(rule, info, facts));
    if (finding.cause == Cause::measured_only_up_to || finding.cause == Cause::unknown_name)
      finding.args["detail"] = finding.measured;
    hold_to_evidence(finding, rule, *facts.back(), all.circumstances);
    if (finding.cause == Cause::condition) finding.args["detail"] = "the computer was too busy meanwhile";
  } else {
    const Unmeasured* why = all.attempts.front().why_not(finding.key);
    apply(finding, not_measured(why != nullptr ? why->cause : Cause::unsupported));
    if (why != nullptr) finding.args.insert(why->args.begin(), why->args.end());
  }
  return finding;
}

std::string listed(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

/// Whether what stands in a [[when]] is asked of this person and computer at all. When that cannot be told,
/// it is asked and not decided.
std::optional<Judgement> excused(const std::string& id, const Case& all, Finding& finding) {
  if (id.empty()) return std::nullopt;
  const auto found = all.spec.whens.find(id);
  if (found == all.spec.whens.end()) return not_measured(Cause::unknown_name);
  const When& when = found->second;
  std::optional<Judgement> untold;
  if (!when.roles.empty()) {
    const std::string& role = all.circumstances.role;
    const auto& known = all.spec.roles;
    if (role.empty() || (!known.empty() && std::find(known.begin(), known.end(), role) == known.end())) {
      finding.args["detail"] = role.empty()
                                   ? "for which work was not said; name it with --role " + listed(when.roles)
                                   : "\"" + role + "\" is none of the roles " + listed(known);
      untold = not_measured(role.empty() ? Cause::condition : Cause::unknown_name);
    } else if (std::find(when.roles.begin(), when.roles.end(), role) == when.roles.end()) {
      finding.args["roles"] = listed(when.roles);
      return Judgement{Outcome::not_applicable, {}, "other_role"};
    }
  }
  for (const Condition& machine : when.machines) {
    const Judgement judgement = judge_condition(machine, all);
    if (judgement.outcome == Outcome::not_met) {
      finding.args["detail"] = condition_words(machine, all);
      return Judgement{Outcome::not_applicable, {}, "other_machine"};
    }
    if (judgement.outcome == Outcome::not_measured && !untold) {
      finding.args["detail"] = condition_words(machine, all);
      untold = not_measured(Cause::condition);
    }
  }
  return untold;
}

/// Who vouches least.
Trust weaker(Trust a, Trust b) {
  const auto strength = [](Trust trust) {
    switch (trust) {
      case Trust::disputed:
        return 0;
      case Trust::declared:
        return 1;
      case Trust::self:
        return 2;
      case Trust::challenged:
        return 3;
      case Trust::witnessed:
        return 4;
    }
    return 0;
  };
  return strength(a) < strength(b) ? a : b;
}

/// An alternative is as good as the worst of its rules.
struct Tried {
  const Alternative* alternative = nullptr;
  Finding worst;
  Trust trust = Trust::witnessed;
  std::string missing;  ///< in words, what is not as it asks
};

/// "Memory fitted is 4 GB, asked for is >= 8 GB".
std::string shortfall_words(const Finding& finding) {
  const auto name = finding.key.substr(0, finding.key.find_first_of("@#"));
  const FactInfo* info = find_fact(name);
  const std::string label(info != nullptr ? info->label : std::string_view(name));
  if (finding.measured.empty()) return label + " could not be checked";
  return label + " is " + finding.measured + ", asked for is " + finding.expected;
}

Tried try_alternative(const Alternative& alternative, const Case& all) {
  Tried tried{&alternative, {}, Trust::witnessed, {}};
  bool first = true;
  for (const Rule& rule : alternative.rules) {
    Finding finding = find_rule(rule, all);
    if (!finding.measured.empty()) tried.trust = weaker(tried.trust, finding.trust);
    if (finding.outcome == Outcome::not_met || finding.outcome == Outcome::not_measured)
      tried.missing += (tried.missing.empty() ? "" : ", ") + shortfall_words(finding);
    if (!first && rank(finding.outcome) >= rank(tried.worst.outcome)) continue;
    tried.worst = std::move(finding);
    first = false;
  }
  return tried;
}

Finding find_choice(const OneOf& choice, const Case& all) {
  Finding finding;
  finding.rule = finding.key = "one_of." + choice.name;
  finding.level = choice.level;
  finding.fix = choice.fix;
  const std::string_view text = text_in(choice.text, "en");
  finding.args["question"] = text.empty() ? choice.name : std::string(text);
  for (const Alternative& alternative : choice.alternatives)
    finding.expected += (finding.expected.empty() ? "" : " or ") + alternative.name;
  std::optional<Tried> best;
  std::string shortfalls;
  for (const Alternative& alternative : choice.alternatives) {
    Tried tried = try_alternative(alternative, all);
    shortfalls += (shortfalls.empty() ? "" : "; ") + alternative.name + ": " + tried.missing;
    if (!best || rank(tried.worst.outcome) > rank(best->worst.outcome)) best = std::move(tried);
  }
  if (!best) {
    apply(finding, not_measured(Cause::unknown_name));
    return finding;
  }
  finding.outcome = best->worst.outcome;
  finding.cause = best->worst.cause;
  finding.code = finding.outcome == Outcome::not_met ? "none_of" : best->worst.code;
  finding.trust = best->trust == Trust::witnessed && best->worst.measured.empty() ? Trust::self : best->trust;
  if (finding.outcome == Outcome::met || finding.outcome == Outcome::borderline)
    finding.measured = best->alternative->name;
  if (finding.outcome == Outcome::not_met) finding.args["detail"] = shortfalls;
  if (finding.outcome != Outcome::met) finding.args["fact"] = best->worst.key;
  if (finding.outcome == Outcome::not_measured) {
    const auto detail = best->worst.args.find("detail");
    finding.args["detail"] = detail != best->worst.args.end() ? detail->second : best->missing;
  }
  return finding;
}

Finding find_question(const PersonQuestion& question, const Circumstances& circumstances) {
  Finding finding;
  finding.rule = "ask." + question.name;
  finding.key = finding.rule;
  finding.level = question.level;
  finding.trust = Trust::declared;
  finding.fix = question.fix;
  finding.args["question"] = text_in(question.text, "en");
  if (!question.evidence.empty()) finding.args["evidence"] = question.evidence;
  finding.expected = listed(question.accept);
  const auto answer = circumstances.answers.find(question.name);
  const std::chrono::duration<double> valid(question.valid_seconds);
  if (answer == circumstances.answers.end() && circumstances.refused.contains(question.name)) {
    apply(finding, not_measured(Cause::refused));
    return finding;
  }
  if (answer == circumstances.answers.end() || answer->second.at + valid < circumstances.started ||
      !same_wording(question, answer->second)) {
    apply(finding, not_measured(Cause::not_asked));
    return finding;
  }
  finding.measured = answer->second.answer;
  const bool accepted = question.accept.empty() || std::any_of(question.accept.begin(), question.accept.end(),
                                                               [&](const std::string& text) {
                                                                 return same_text(text, finding.measured);
                                                               });
  apply(finding,
        accepted ? Judgement{Outcome::met, {}, "met"} : Judgement{Outcome::not_met, {}, "not_as_asked"});
  return finding;
}

void waive(Finding& finding, const Spec& spec, const Circumstances& circumstances) {
  if (finding.outcome == Outcome::met || finding.outcome == Outcome::not_applicable) return;
  const Waiver* waiver = waiver_for(spec, finding.rule, circumstances);
  if (waiver == nullptr) return;
  apply(finding, {Outcome::waived, {}, "waived"});
  finding.args["until"] = waiver->until;
  finding.args["reason"] = waiver->reason;
}

/// What the [[when]] of the thing leaves of the finding that `look` makes.
template <class Look>
Finding within(const std::string& when, const Case& all, Finding blank, Look&& look) {
  const auto judgement = excused(when, all, blank);
  if (!judgement) return look();
  apply(blank, *judgement);
  return blank;
}

Verdict verdict_of(Outcome outcome, Level level) {
  switch (outcome) {
    case Outcome::borderline:
      return Verdict::ready_with_warnings;
    case Outcome::not_measured:
      return level == Level::require ? Verdict::incomplete : Verdict::ready_with_warnings;
    case Outcome::not_met:
      return level == Level::require ? Verdict::not_ready : Verdict::ready_with_warnings;
    default:
      return Verdict::ready;
  }
}

bool counts(const Finding& finding) {
  return finding.level == Level::require &&
         (finding.outcome == Outcome::met || finding.outcome == Outcome::borderline ||
          finding.outcome == Outcome::waived);
}

constexpr std::string_view outcomes[] = {"met",          "not_met",        "borderline",
                                         "not_measured", "not_applicable", "waived"};
constexpr std::string_view verdicts[] = {"ready", "ready_with_warnings", "incomplete", "not_ready"};

template <class Enumeration>
std::optional<Enumeration> named(std::span<const std::string_view> names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enumeration>(found - names.begin());
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  return outcomes[static_cast<std::size_t>(outcome)];
}
std::string_view to_string(Verdict verdict) {
  return verdicts[static_cast<std::size_t>(verdict)];
}
std::string_view to_string(Level level) {
  return level == Level::require ? "require" : "recommend";
}
std::optional<Outcome> outcome_from(std::string_view text) {
  return named<Outcome>(outcomes, text);
}
std::optional<Verdict> verdict_from(std::string_view text) {
  return named<Verdict>(verdicts, text);
}

int exit_code(Verdict verdict) {
  switch (verdict) {
    case Verdict::ready:
      return 0;
    case Verdict::ready_with_warnings:
      return 1;
    case Verdict::not_ready:
      return 2;
    case Verdict::incomplete:
      break;
  }
  return 3;
}

Judgement judge(const Rule& rule, const FactInfo& info, const Fact& fact) {
  const Judgement judged = judge_value(rule, info, fact);
  if (judged.outcome != Outcome::not_met || !fact.detail.contains("tainted")) return judged;
  // Disturbed twice: such a figure may show that all is well in spite of it, and fails nobody.
  return not_measured(fact.detail["tainted"] == "other_traffic" ? Cause::other_traffic : Cause::condition);
}

Verdict verdict_of(const std::vector<Finding>& findings, bool expired) {
  Verdict worst = expired ? Verdict::ready_with_warnings : Verdict::ready;
  bool something_required = false;
  for (const Finding& finding : findings) {
    worst = std::max(worst, verdict_of(finding.outcome, finding.level));
    something_required = something_required || counts(finding);
  }
  return something_required ? worst : std::max(worst, Verdict::incomplete);
}

Assessment assess(const Spec& spec, const std::vector<Facts>& attempts, const Circumstances& circumstances) {
  const Case all{spec, attempts, circumstances};
  Assessment assessment;
  auto& findings = assessment.findings;
  findings.reserve(spec.rules.size() + spec.choices.size() + spec.questions.size());
  for (const Rule& rule : spec.rules) {
    findings.push_back(rule.when.empty() ? find_rule(rule, all)
                                         : within(rule.when, all, blank_finding(rule),
                                                  [&] { return find_rule(rule, all); }));
    // What the sum is made of.
    if (rule.id.starts_with("needs.")) findings.back().args["sum"] = rule.source;
  }
  for (const OneOf& choice : spec.choices) {
    Finding blank;
    blank.rule = blank.key = "one_of." + choice.name;
    blank.level = choice.level;
    blank.fix = choice.fix;
    blank.args["question"] = choice.text.empty() ? choice.name : text_in(choice.text, "en");
    findings.push_back(within(choice.when, all, std::move(blank), [&] { return find_choice(choice, all); }));
  }
  for (const PersonQuestion& question : spec.questions) {
    Finding blank = find_question(question, circumstances);
    findings.push_back(within(question.when, all, blank, [&] { return blank; }));
  }
  for (Finding& finding : findings) waive(finding, spec, circumstances);
  assessment.verdict = verdict_of(findings, spec.expires && *spec.expires < circumstances.today);
  return assessment;
}

bool needs_two_failures(const Rule& rule) {
  const FactInfo* info = find_fact(rule.key.name);
  return info != nullptr && needs_two_failures(rule, *info);
}

std::vector<FactKey> second_look(const Spec& spec, const Facts& first, const Circumstances& circumstances) {
  const std::vector<Facts> attempts{first};
  const Case all{spec, attempts, circumstances};
  std::vector<FactKey> keys;
  for (const Rule* rule : all_rules(spec)) {
    const FactInfo* info = find_fact(rule->key.name);
    const Fact* fact = first.find(to_string(rule->key));
    if (info == nullptr || fact == nullptr || !needs_two_failures(*rule, *info)) continue;
    if (barred(*rule, *info, true, circumstances) || judge(*rule, *info, *fact).outcome != Outcome::not_met)
      continue;
    Finding unused;
    if (unmet_condition(*info, all) || excused(rule->when, all, unused)) continue;
    if (std::find(keys.begin(), keys.end(), rule->key) == keys.end()) keys.push_back(rule->key);
  }
  return keys;
}

}  // namespace deskready
