#include "reports/assess/find.h"

#include <algorithm>
#include <chrono>

#include "config/base/text.h"
#include "config/base/time.h"
#include "config/spec/rule_key.h"
#include "probes/detail.h"
#include "reports/assess/left_for_a_person.h"

namespace deskready {
namespace {

bool looked_at_twice(const FactInfo& info) {
  return info.known == Known::measured && part_of(info.name) == "network" && !info.from_history();
}

/// Several measurements of one key: two failures are a failure, unless a recheck passed after them; a pass
/// beside a failure, or beside a figure that decides nothing, is unstable; one failure alone is nothing where
/// two are needed. In no case does a worse figure in any attempt lead to a better outcome.
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
  const bool passed_last =
      judged.back().outcome == Outcome::met || judged.back().outcome == Outcome::borderline;
  if ((failed >= 2 && !passed_last) || (failed == 1 && !needs_two_failures(rule, info) && total == 1)) {
    return *std::find_if(judged.rbegin(), judged.rend(),
                         [](const Judgement& one) { return one.outcome == Outcome::not_met; });
  }
  if (failed + undecided == total) return failed == 0 ? judged.back() : not_measured(Cause::undecided);
  if (failed + undecided > 0) return {Outcome::borderline, {}, "unstable"};
  return *std::min_element(judged.begin(), judged.end(), [](const Judgement& a, const Judgement& b) {
    return rank(a.outcome) < rank(b.outcome);
  });
}

/// Of more attempts than a check makes by itself it is said how many there were and how many failed.
void count_failures(Finding& finding, const Rule& rule, const FactInfo& info,
                    const std::vector<const Fact*>& facts) {
  if (facts.size() <= 2) return;
  const auto failed = std::count_if(facts.begin(), facts.end(), [&](const Fact* fact) {
    return judge(rule, info, *fact).outcome == Outcome::not_met;
  });
  if (failed == 0) return;
  finding.args["attempts"] = std::to_string(facts.size());
  finding.args["failed"] = std::to_string(failed);
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
    finding.args["measured_at"] = format_time(fact.at);
    return;
  }
  const bool good = finding.outcome == Outcome::met || finding.outcome == Outcome::borderline;
  if (!good || vouched(rule.evidence, fact.trust)) return;
  apply(finding, not_measured(Cause::weak_evidence));
  finding.args["evidence"] = to_string(rule.evidence);
}

/// What takes a person to measure was not measured, because nobody was asked to take part.
bool is_left_for_a_person(const Rule& rule, Cause cause, const Circumstances& circumstances) {
  return rule.guided && !circumstances.guided && cause != Cause::not_selected && cause != Cause::not_recorded;
}

/// What is known of a rule over time; neither when nothing is.
struct Looked {
  const Fact* fact = nullptr;
  const Unmeasured* why = nullptr;
};

/// From this computer's history; else from the facts themselves, as a report carries them to others.
Looked look_back(const Rule& rule, const Case& all) {
  const auto found = all.circumstances.over_time.find(rule.id);
  if (found == all.circumstances.over_time.end()) {
    const std::string key = key_of(rule);
    return {all.fact(key), all.attempts.front().why_not(key)};
  }
  return found->second ? Looked{&*found->second, nullptr} : Looked{nullptr, &found->second.error()};
}

/// What the history holds for the rule, judged.
Finding find_over_time(const Rule& rule, const FactInfo& info, const Case& all) {
  Finding finding = blank_finding(rule);
  if (!all.circumstances.parts.contains(part_of(info.name))) {
    apply(finding, not_measured(Cause::not_selected));
    return finding;
  }
  const Looked looked = look_back(rule, all);
  if (looked.fact == nullptr) {
    apply(finding, not_measured(looked.why != nullptr ? looked.why->cause : Cause::too_little_history));
    if (looked.why != nullptr) finding.args.insert(looked.why->args.begin(), looked.why->args.end());
    return finding;
  }
  const Fact& fact = *looked.fact;
  const bool share = rule.over && rule.over->share;
  Rule own = rule;
  FactInfo as = share ? share_info() : info;
  as.minimum_samples = as.target_samples = 1;  // each figure had its own; here they are checks
  if (share) {
    own.comparison = *rule.over->share;
    own.tolerance = 0;  // counted where each figure was held against the limit
  }
  finding.measured = measured_of(fact);
  finding.trust = fact.trust;
  finding.args["samples"] = std::to_string(fact.samples);
  apply(finding, judge(own, as, fact));
  hold_to_evidence(finding, rule, fact, all.circumstances);
  return finding;
}

/// An alternative is as good as the worst of its rules.
struct Tried {
  const Alternative* alternative = nullptr;
  Finding worst;
  Trust trust = Trust::witnessed;
  std::vector<Lacking> missing;  ///< what is not as it asks
};

/// How the computer's processor stands to a rule about processors; nothing for other rules.
std::optional<Ranked> ranked(const Rule& rule, const Case& all) {
  const FactInfo* info = find_fact(rule.key.name);
  const Fact* fact = all.fact(key_of(rule));
  const auto* value = fact == nullptr ? nullptr : std::get_if<std::string>(&fact->value);
  if (info == nullptr || info->ordered != Ordered::processor || value == nullptr) return std::nullopt;
  return rank_ordered(rule.comparison, *value, *info);
}

/// Whether some alternative asks for processors of the very maker that the computer has: then those of
/// others are not met, where alone they could not be compared.
bool maker_is_named(const OneOf& choice, const Case& all) {
  return std::any_of(choice.alternatives.begin(), choice.alternatives.end(), [&](const Alternative& one) {
    return std::any_of(one.rules.begin(), one.rules.end(), [&](const Rule& rule) {
      const auto rank = ranked(rule, all);
      return rank == Ranked::meets || rank == Ranked::falls_short;
    });
  });
}

Tried try_alternative(const Alternative& alternative, bool named, const Case& all) {
  Tried tried{&alternative, {}, Trust::witnessed, {}};
  bool first = true;
  for (const Rule& rule : alternative.rules) {
    Finding finding = find_rule(rule, all);
    const bool elsewhere = named && finding.cause == Cause::not_comparable;
    if (elsewhere && ranked(rule, all) == Ranked::other_maker)
      apply(finding, {Outcome::not_met, {}, "not_as_asked"});
    if (finding.measured) tried.trust = weaker(tried.trust, finding.trust);
    if (finding.outcome == Outcome::not_met || finding.outcome == Outcome::not_measured)
      tried.missing.push_back({alternative.name, finding.key, finding.asked, finding.measured});
    if (!first && rank(finding.outcome) >= rank(tried.worst.outcome)) continue;
    tried.worst = std::move(finding);
    first = false;
  }
  return tried;
}

/// What keeps the choice from being met, of the alternative that comes nearest to it.
void take_worst(Finding& finding, Tried best) {
  const Finding& worst = best.worst;
  finding.outcome = worst.outcome;
  finding.cause = worst.cause;
  finding.code = finding.outcome == Outcome::not_met ? "none_of" : worst.code;
  finding.trust = best.trust == Trust::witnessed && !worst.measured ? Trust::self : best.trust;
  if (finding.outcome == Outcome::met || finding.outcome == Outcome::borderline)
    finding.measured = Measured{best.alternative->name};
  if (finding.outcome != Outcome::met) finding.args["fact"] = worst.key;
  if (finding.outcome != Outcome::not_measured) return;
  for (const char* const name : {"detail", "evidence", "measured_at"}) {
    if (const auto found = worst.args.find(name); found != worst.args.end()) finding.args.insert(*found);
  }
  const Explanation why = Explanation::read(worst.args);
  finding.args.insert(why.written().begin(), why.written().end());
  // An unmet condition of measuring says more than what it kept from being measured.
  finding.lacking = worst.lacking.empty() ? std::move(best.missing) : worst.lacking;
}

}  // namespace

void apply(Finding& finding, const Judgement& judgement) {
  finding.outcome = judgement.outcome;
  finding.cause = judgement.cause;
  finding.code = judgement.code;
}

bool needs_two_failures(const Rule& rule, const FactInfo& info) {
  return rule.level == Level::require && !rule.over && looked_at_twice(info);
}

Finding blank_finding(const Rule& rule) {
  Finding finding;
  finding.rule = rule.id;
  finding.key = key_of(rule);
  finding.level = rule.level;
  finding.fix = rule.fix;
  finding.asked = rule.comparison;
  if (rule.over && rule.over->share) {
    finding.limit = rule.comparison;
    finding.asked = *rule.over->share;
  }
  if (rule.one_way) finding.args["path"] = "one_way";
  return finding;
}

Finding find_rule(const Rule& rule, const Case& all) {
  const FactInfo* known = find_fact(rule.key.name);
  Finding finding = blank_finding(rule);
  if (known == nullptr) {  // a spec from a newer version, built by hand
    apply(finding, not_measured(Cause::unknown_name));
    return finding;
  }
  const FactInfo& info = *known;
  if (rule.over || info.from_history()) return find_over_time(rule, info, all);
  std::vector<Fact> judged;
  for (const Facts& attempt : all.attempts) {
    if (const Fact* fact = attempt.find(finding.key)) judged.push_back(all.as_judged(*fact, info));
  }
  std::vector<const Fact*> facts;
  for (const Fact& fact : judged) facts.push_back(&fact);
  if (!facts.empty()) {
    finding.measured = measured_of(*facts.back());
    finding.trust = facts.back()->trust;
    if (facts.size() > 1) finding.first = measured_of(*facts.front());
  }
  if (const auto cause = barred(rule, !facts.empty(), all)) {
    apply(finding, not_measured(*cause));
  } else if (!facts.empty() && of_another_server(rule.key, *facts.back(), all.spec)) {
    apply(finding, not_measured(Cause::other_far_end));
  } else if (const auto unmet = facts.empty() ? std::nullopt : unmet_condition(info, all)) {
    apply(finding, not_measured(Cause::condition));
    finding.lacking = {*unmet};
  } else if (!facts.empty()) {
    apply(finding, over_attempts(rule, info, facts));
    count_failures(finding, rule, info, facts);
    hold_to_evidence(finding, rule, *facts.back(), all.circumstances);
  } else {
    const Unmeasured* why = all.attempts.front().why_not(finding.key);
    const Cause told = why != nullptr ? why->cause : Cause::unsupported;
    apply(finding, is_left_for_a_person(rule, told, all.circumstances)
                       ? Judgement{Outcome::not_applicable, {}, std::string(left_for_a_person)}
                       : not_measured(told));
    if (why != nullptr) finding.args.insert(why->args.begin(), why->args.end());
  }
  return finding;
}

Finding find_choice(const OneOf& choice, const Case& all) {
  Finding finding;
  finding.rule = finding.key = "one_of." + choice.name;
  finding.level = choice.level;
  finding.fix = choice.fix;
  const std::string_view text = text_in(choice.text, "en");
  finding.args["question"] = text.empty() ? choice.name : std::string(text);
  finding.asked.op = Operator::in;
  std::optional<Tried> best;
  std::vector<Lacking> shortfalls;
  const bool named = maker_is_named(choice, all);
  for (const Alternative& alternative : choice.alternatives) {
    finding.asked.texts.push_back(alternative.name);
    Tried tried = try_alternative(alternative, named, all);
    shortfalls.insert(shortfalls.end(), tried.missing.begin(), tried.missing.end());
    if (!best || rank(tried.worst.outcome) > rank(best->worst.outcome)) best = std::move(tried);
  }
  if (!best) {
    apply(finding, not_measured(Cause::unknown_name));
    return finding;
  }
  take_worst(finding, std::move(*best));
  if (finding.outcome == Outcome::not_met) finding.lacking = std::move(shortfalls);
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
  finding.asked.op = Operator::in;
  finding.asked.texts = question.accept;
  const Answer* answer = answer_to(question, circumstances);
  if (!circumstances.answers.contains(question.name) && circumstances.refused.contains(question.name)) {
    apply(finding, not_measured(Cause::refused));
    return finding;
  }
  if (answer == nullptr) {
    apply(finding, not_measured(Cause::not_asked));
    return finding;
  }
  const std::string& given = answer->answer;
  finding.measured = Measured{given};
  const bool accepted =
      question.accept.empty() || std::any_of(question.accept.begin(), question.accept.end(),
                                             [&](const std::string& text) { return same_text(text, given); });
  if (!accepted) {
    apply(finding, {Outcome::not_met, {}, "not_as_asked"});
  } else if (!question.evidence.empty()) {
    // Told and not shown: the employer confirms it by a waiver.
    apply(finding, not_measured(Cause::evidence));
  } else {
    apply(finding, {Outcome::met, {}, "met"});
  }
  return finding;
}

}  // namespace deskready
