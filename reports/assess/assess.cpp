#include "reports/assess/assess.h"

#include <algorithm>

#include "reports/assess/finding.h"

namespace deskready {
namespace {

const Waiver* waiver_for(const Spec& spec, const std::string& rule, const Circumstances& circumstances) {
  for (const Waiver& waiver : spec.waivers) {
    const bool whom = waiver.for_whom == "everyone" ||
                      (!circumstances.reference.empty() && waiver.for_whom == circumstances.reference);
    if (waiver.rule == rule && whom && waiver.until >= circumstances.today) return &waiver;
  }
  return nullptr;
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
std::string_view to_string(FarEndUsed used) {
  switch (used) {
    case FarEndUsed::none:
      return "none";
    case FarEndUsed::on_this_machine:
      return "on_this_machine";
    case FarEndUsed::as_named:
      return "as_named";
    case FarEndUsed::other:
      return "other";
  }
  return "none";
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
