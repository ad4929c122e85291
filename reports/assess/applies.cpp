#include "reports/assess/applies.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "config/base/json/json_read.h"
#include "config/base/nearest.h"
#include "config/base/text.h"
#include "config/facts/key_subject.h"
#include "config/spec/targets/target_place.h"

namespace deskready {
namespace {

/// A comparison that is no rule, judged: the cause or code says why it does not hold.
Judgement judge_condition(const Condition& condition, const Case& all) {
  const FactInfo* info = find_fact(condition.key.name);
  const std::string key = to_string(condition.key);
  if (info == nullptr) return not_measured(Cause::unknown_name);
  if (const Fact* fact = all.fact(key)) {
    Rule rule;
    rule.key = condition.key;
    rule.comparison = condition.comparison;
    return judge(rule, *info, all.as_judged(*fact, *info));
  }
  const Unmeasured* why = all.attempts.front().why_not(key);
  return not_measured(why != nullptr ? why->cause : Cause::unsupported);
}

Lacking lacking_of(const Condition& condition, const Case& all) {
  Lacking lacking{.alternative = {}, .key = to_string(condition.key), .asked = condition.comparison};
  if (const Fact* fact = all.fact(lacking.key)) lacking.measured = measured_of(*fact);
  return lacking;
}

/// What the role leaves of a When: asked, not asked, or not decided for want of a role that is known.
/// Whether the role is one that a spec without a list of its roles names with other letters: a slip would
/// else make rules go. Any other role is one for which the spec has no rules of its own.
bool is_a_slip(std::string_view role, const Spec& spec) {
  std::vector<std::string_view> named;
  for (const auto& [id, when] : spec.whens) named.insert(named.end(), when.roles.begin(), when.roles.end());
  if (std::find(named.begin(), named.end(), role) != named.end()) return false;
  return !nearest(lower(role), named).empty() ||
         std::any_of(named.begin(), named.end(), [&](std::string_view one) { return same_text(one, role); });
}

std::optional<Judgement> excused_by_role(const When& when, const Case& all, Finding& finding) {
  const std::string& role = all.circumstances.role;
  const auto& known = all.spec.roles;
  if (when.roles.empty()) return std::nullopt;
  if (role.empty()) {
    finding.args["roles"] = fmt::format("{}", fmt::join(when.roles, ", "));
    return Judgement{Outcome::not_measured, Cause::condition, "role_not_said"};
  }
  if (!known.empty() && std::find(known.begin(), known.end(), role) == known.end()) {
    finding.args["role"] = role;
    finding.args["roles"] = fmt::format("{}", fmt::join(known, ", "));
    return Judgement{Outcome::not_measured, Cause::unknown_name, "role_unknown"};
  }
  if (std::find(when.roles.begin(), when.roles.end(), role) != when.roles.end()) return std::nullopt;
  if (known.empty() && is_a_slip(role, all.spec)) {
    finding.args["role"] = role;
    finding.args["roles"] = fmt::format("{}", fmt::join(when.roles, ", "));
    return Judgement{Outcome::not_measured, Cause::unknown_name, "role_unknown"};
  }
  finding.args["roles"] = fmt::format("{}", fmt::join(when.roles, ", "));
  return Judgement{Outcome::not_applicable, {}, "other_role"};
}

/// Whether the person's answers put a When out of question, or leave it open.
std::optional<Judgement> excused_by_answers(const When& when, const Case& all, Finding& finding) {
  std::optional<Judgement> untold;
  for (const AnswerCondition& told : when.answers) {
    const auto& questions = all.spec.questions;
    const auto question = std::find_if(questions.begin(), questions.end(),
                                       [&](const PersonQuestion& one) { return one.name == told.question; });
    if (question == questions.end()) return not_measured(Cause::unknown_name);
    const Answer* given = answer_to(*question, all.circumstances);
    const auto same = [&](const std::string& text) { return same_text(text, given->answer); };
    if (given != nullptr && std::any_of(told.answers.begin(), told.answers.end(), same)) continue;
    finding.args["asked"] = text_in(question->text, "en");
    if (given == nullptr) {
      untold = Judgement{Outcome::not_measured, Cause::condition, "answer_not_said"};
      continue;
    }
    finding.args["answer"] = given->answer;
    return Judgement{Outcome::not_applicable, {}, "other_answer"};
  }
  return untold;
}

}  // namespace

const Answer* answer_to(const PersonQuestion& question, const Circumstances& circumstances) {
  const auto found = circumstances.answers.find(question.name);
  if (found == circumstances.answers.end()) return nullptr;
  const Answer& answer = found->second;
  const std::chrono::duration<double> valid(question.valid_seconds);
  const bool same_words =
      answer.text.empty() || std::any_of(question.text.begin(), question.text.end(),
                                         [&](const auto& text) { return text.second == answer.text; });
  return same_words && answer.at + valid >= circumstances.started ? &answer : nullptr;
}

Fact Case::as_judged(const Fact& fact, const FactInfo& info) const {
  constexpr std::string_view windows = "windows";
  Fact judged = fact;
  auto* version = std::get_if<std::string>(&judged.value);
  const Fact* family = info.system_family.empty() ? nullptr : this->fact(std::string(info.system_family));
  const auto* name = family == nullptr ? nullptr : std::get_if<std::string>(&family->value);
  if (version != nullptr && name != nullptr && same_text(*name, windows) &&
      !lower(*version).starts_with(windows))
    *version = fmt::format("{} {}", *name, *version);
  return judged;
}

const Fact* Case::fact(const std::string& key) const {
  for (auto attempt = attempts.rbegin(); attempt != attempts.rend(); ++attempt) {
    if (const Fact* found = attempt->find(key)) return found;
  }
  return nullptr;
}

std::optional<Lacking> unmet_condition(const FactInfo& info, const Case& all) {
  if (info.known != Known::measured || info.from_history()) return std::nullopt;
  for (const Condition& condition : all.spec.conditions) {
    const auto part = part_of(condition.key.name);
    if (part != "system" && part != part_of(info.name)) continue;
    const Judgement judgement = judge_condition(condition, all);
    if (judgement.outcome == Outcome::met || judgement.outcome == Outcome::borderline) continue;
    return lacking_of(condition, all);
  }
  return std::nullopt;
}

std::optional<Cause> barred(const Rule& rule, bool has_value, const Case& all) {
  const Circumstances& circumstances = all.circumstances;
  if (!circumstances.parts.contains(part_of(rule.key.name))) return Cause::not_selected;
  if (!about_far_end(rule.key)) return std::nullopt;
  switch (circumstances.far_end) {
    case FarEndUsed::on_this_machine:
      return Cause::no_far_end;
    case FarEndUsed::other:
      return Cause::other_far_end;
    case FarEndUsed::none:
      // Without a value the probe's own cause says more: busy, failed, or none given.
      return has_value ? std::optional(Cause::no_far_end) : std::nullopt;
    case FarEndUsed::public_test:
      // Without a value what it cannot show says more.
      return has_value && !judges_public_tests(all.spec) ? std::optional(Cause::other_far_end) : std::nullopt;
    case FarEndUsed::as_named:
      break;
  }
  return std::nullopt;
}

bool of_another_server(const FactKey& key, const Fact& fact, const Spec& spec) {
  if (key.target.empty()) return false;
  const std::string mark = text_of(fact.detail, "place");
  const auto target = spec.targets.find(key.target);
  const FactInfo* info = find_fact(key.name);
  return !mark.empty() && info != nullptr && target != spec.targets.end() &&
         mark != target_place_mark(target_place(target->second, *info));
}

std::optional<Judgement> excused(const std::string& id, const Case& all, Finding& finding) {
  if (id.empty()) return std::nullopt;
  const auto found = all.spec.whens.find(id);
  if (found == all.spec.whens.end()) return not_measured(Cause::unknown_name);
  const When& when = found->second;
  std::optional<Judgement> untold = excused_by_role(when, all, finding);
  if (untold && untold->outcome == Outcome::not_applicable) return untold;
  if (const auto answers = excused_by_answers(when, all, finding)) {
    if (answers->outcome == Outcome::not_applicable) return answers;
    if (!untold) untold = answers;
  }
  for (const Condition& machine : when.machines) {
    const Judgement judgement = judge_condition(machine, all);
    if (judgement.outcome == Outcome::not_met) {
      finding.lacking = {lacking_of(machine, all)};
      return Judgement{Outcome::not_applicable, {}, "other_machine"};
    }
    if (judgement.outcome == Outcome::not_measured && !untold) {
      finding.lacking = {lacking_of(machine, all)};
      untold = not_measured(Cause::condition);
    }
  }
  return untold;
}

}  // namespace deskready
