#include "reports/assess/assess.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "config/base/host_port.h"
#include "config/base/json/json_read.h"
#include "config/spec/targets/reach.h"
#include "probes/noted.h"
#include "reports/assess/find.h"

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

/// What the spec's own fixes take, where it says so, by finding's rule.
std::map<std::string, Effort> named_efforts(const Spec& spec) {
  std::map<std::string, Effort> named;
  const auto add = [&](std::string rule, const std::optional<Effort>& effort) {
    if (effort) named.emplace(std::move(rule), *effort);
  };
  for (const Rule& rule : spec.rules) add(rule.id, rule.effort);
  for (const OneOf& choice : spec.choices) add("one_of." + choice.name, choice.effort);
  for (const PersonQuestion& question : spec.questions) add("ask." + question.name, question.effort);
  return named;
}

/// Our own lists require what only an employer's far end can tell where one was there to tell it. An
/// employer's rules stay as they are written.
void ease_for_public_test(Finding& finding, const Spec& spec, const Circumstances& circumstances) {
  const bool untold = finding.outcome == Outcome::not_measured && finding.cause == Cause::public_far_end;
  if (spec.shipped_baseline && untold && circumstances.far_end == FarEndUsed::public_test)
    finding.level = Level::recommend;
}

/// Where the line's trouble of this kind lies; empty where none was placed.
std::string place_of(std::string_view trouble, const std::vector<Facts>& attempts) {
  std::string place;
  for (const Facts& facts : attempts) {
    for (const auto& [key, fact] : facts.known) {
      const FactInfo* const info = info_of_key(key);
      const auto* const value = std::get_if<std::string>(&fact.value);
      if (info != nullptr && info->condition == "fault" && value != nullptr)
        place = text_of(fact.detail, "trouble") == trouble ? *value : std::string();
    }
  }
  return place;
}

/// The same of a figure that is judged without what placed its trouble: from a file, or carried from an
/// earlier check.
std::string noted_place(const std::string& key, const std::vector<Facts>& attempts) {
  std::string place;
  for (const Facts& facts : attempts) {
    if (const Fact* const fact = facts.find(key)) place = text_of(fact->detail, "trouble_at");
  }
  return place;
}

/// Says of what is not met where its trouble lies.
void place_trouble(Finding& finding, const std::vector<Facts>& attempts) {
  if (finding.outcome != Outcome::not_met && finding.outcome != Outcome::borderline) return;
  const FactInfo* const info = info_of(finding);
  if (info == nullptr || info->trouble.empty()) return;
  std::string place = place_of(info->trouble, attempts);
  if (place.empty()) place = noted_place(finding.key, attempts);
  if (!place.empty()) finding.args["trouble_at"] = place;
}

/// Says of a headset that is not recorded from that it has to be switched before it can be.
void tell_profile(Finding& finding, const std::vector<Facts>& attempts) {
  if (finding.outcome != Outcome::not_met) return;
  for (const Facts& facts : attempts) {
    const Fact* const fact = facts.find(finding.key);
    if (fact != nullptr && plays_only(*fact)) finding.args["plays_only"] = "true";
  }
}

/// Which of its target's pairs of host and port decided it, from 1; what happened there is among its
/// arguments then.
std::optional<std::size_t> deciding_pair(Finding& finding, const std::vector<Facts>& attempts) {
  if (finding.outcome == Outcome::not_measured) {
    const auto pair = finding.args.find("pair");
    return pair == finding.args.end() ? std::nullopt : parse_port(pair->second);
  }
  std::optional<Unreached> last;
  for (const Facts& facts : attempts) {
    const Fact* const fact = facts.find(finding.key);
    if (auto unreached = fact == nullptr ? std::nullopt : noted_unreached(*fact)) last = std::move(unreached);
  }
  if (!last || finding.outcome != Outcome::not_met) return std::nullopt;
  // A library's own text stays at home, and without it nothing is said.
  if (!last->why.is(Detail::system))
    finding.args.insert(last->why.written().begin(), last->why.written().end());
  return last->pair;
}

/// Says of a target that is not reached, or of which it cannot be told, which of its ports it was, and where
/// its hosts are from where that is no word of the employer's.
void tell_pair(Finding& finding, const Spec& spec, const std::vector<Facts>& attempts) {
  const FactInfo* const info = info_of(finding);
  if (info == nullptr || !info->targeted) return;
  const auto pair = deciding_pair(finding, attempts);
  const auto target = spec.targets.find(parse_fact_key(finding.key)->target);
  if (!pair || target == spec.targets.end()) return;
  const std::vector<Reach> all = reaches_of(target->second);
  if (*pair > all.size()) return;
  finding.args["host"] = all[*pair - 1].place.host;
  finding.args["port"] = port_text(all[*pair - 1]);
  if (target->second.reading != "unofficial") return;
  finding.args["source"] = target->second.source;
  finding.args["published"] = target->second.published;
}

/// Says of a rate for how long it was looked at.
void tell_time(Finding& finding, const std::vector<Facts>& attempts) {
  if (!finding.measured || finding.outcome == Outcome::not_measured) return;
  for (const Facts& facts : attempts) {
    const Fact* const fact = facts.find(finding.key);
    const auto looked = fact != nullptr ? noted_looked(*fact) : std::nullopt;
    if (looked) finding.args["looked"] = fmt::format("{:.2g}", looked->seconds);
  }
}

}  // namespace

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
  const auto named = named_efforts(spec);
  for (Finding& finding : findings) {
    ease_for_public_test(finding, spec, circumstances);
    waive(finding, spec, circumstances);
    place_trouble(finding, attempts);
    tell_profile(finding, attempts);
    tell_pair(finding, spec, attempts);
    tell_time(finding, attempts);
    finding.effort = usual_effort(finding);
    // What keeps a figure from being known is mended otherwise than the figure.
    const auto own = named.find(finding.rule);
    if (own != named.end() && finding.outcome != Outcome::not_measured && !advised_by_what_was_found(finding))
      finding.effort = own->second;
  }
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
    if (barred(*rule, true, all) || judge(*rule, *info, *fact).outcome != Outcome::not_met) continue;
    Finding unused;
    if (unmet_condition(*info, all) || excused(rule->when, all, unused)) continue;
    if (std::find(keys.begin(), keys.end(), rule->key) == keys.end()) keys.push_back(rule->key);
  }
  return keys;
}

}  // namespace deskready
