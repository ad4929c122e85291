#include "reports/document/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/base/json/json_read.h"
#include "config/base/scrub.h"
#include "config/facts/catalogue.h"
#include "config/facts/key_subject.h"
#include "config/spec/questions.h"
#include "config/spec/rule_key.h"
#include "reports/document/report_fields.h"
#include "reports/document/validity.h"

namespace deskready {
namespace {

/// The same for all texts inside a document.
nlohmann::json scrubbed_in(nlohmann::json document) {
  if (document.is_string()) return scrubbed(document.get_ref<const std::string&>());
  if (document.is_structured()) {
    for (auto& part : document) part = scrubbed_in(std::move(part));
  }
  return document;
}

/// Whether report_fields() names `path` and `name` below it, so that it may leave this computer.
bool may_leave(std::string_view path, std::string_view name) {
  const auto fields = report_fields();
  return std::any_of(fields.begin(), fields.end(), [&](const ReportField& field) {
    return field.privacy != Privacy::local && field.path.size() == path.size() + name.size() &&
           field.path.starts_with(path) && field.path.ends_with(name);
  });
}

Fact for_others(Fact fact) {
  fact.how.scrub();
  nlohmann::json named = nlohmann::json::object();
  for (const auto& [name, value] : fact.detail.items()) {
    if (may_leave("facts.*.detail.", name)) named[name] = scrubbed_in(value);
  }
  fact.detail = std::move(named);
  // The clock is a fact of its own, for those who ask about it.
  if (fact.detail.is_object()) {
    for (const char* own : {"clock_offset", "clock_within", "clock_samples"}) fact.detail.erase(own);
  }
  return fact;
}

Unmeasured for_others(Unmeasured why) {
  std::erase_if(why.args, [](const auto& arg) { return !may_leave("unmeasured.*.args.", arg.first); });
  for (auto& [name, text] : why.args) text = scrubbed(text);
  return why;
}

Facts for_others(Facts facts) {
  for (auto& [key, fact] : facts.known) fact = for_others(std::move(fact));
  for (auto& [key, why] : facts.unknown) why = for_others(std::move(why));
  return facts;
}

/// Of the later attempts, what this spec's own failing rules had measured again. Another spec's second look
/// is none of its business and must not decide for it.
std::vector<Facts> own_attempts(const Spec& spec, const std::vector<Facts>& attempts,
                                const Circumstances& circumstances) {
  std::vector<Facts> own{attempts.front()};
  const auto again = second_look(spec, attempts.front(), circumstances);
  for (std::size_t i = 1; i < attempts.size() && !again.empty(); ++i) {
    Facts& kept = own.emplace_back();
    for (const FactKey& wanted : again) {
      const std::string key = to_string(wanted);
      if (const Fact* fact = attempts[i].find(key)) kept.add(key, *fact);
      if (const Unmeasured* why = attempts[i].why_not(key)) kept.cannot(key, *why);
    }
  }
  return own;
}

/// Those of before where the key was measured since `started`, and then those.
std::vector<Facts> after_those(const Tried& before, const std::vector<Facts>& own, WallTime started) {
  std::vector<Facts> all = own;
  for (const auto& [key, earlier] : before) {
    std::vector<Fact> figures = earlier;
    for (const Facts& attempt : own) {
      const Fact* const fact = attempt.find(key);
      if (fact != nullptr && fact->at >= started) figures.push_back(*fact);
    }
    if (figures.size() == earlier.size()) continue;
    if (all.size() < figures.size()) all.resize(figures.size());
    for (std::size_t i = 0; i < figures.size(); ++i) all[i].add(key, figures[i]);
  }
  return all;
}

/// Only what this spec's rules use: another employer's facts are none of this one's business.
void take_facts(Report& report, const Spec& spec, const std::vector<Facts>& attempts, FarEndUsed far_end) {
  for (const FactKey& wanted : keys_of(spec)) {
    const std::string key = to_string(wanted);
    const bool of_another = far_end == FarEndUsed::other && about_far_end(wanted);
    if (of_another && attempts.front().why_not(key) != nullptr) {
      report.facts.cannot(key, unmeasured(Cause::other_far_end));
      continue;
    }
    std::vector<Fact> values;
    const Unmeasured* why = nullptr;
    for (const Facts& attempt : attempts) {
      if (const Fact* fact = attempt.find(key)) values.push_back(*fact);
      if (why == nullptr) why = attempt.why_not(key);
    }
    if (!values.empty()) {
      report.facts.add(key, values.back());
      if (values.size() > 1) report.attempts[key] = std::move(values);
    } else if (why != nullptr) {
      report.facts.cannot(key, *why);
    }
  }
}

/// What decided the rules over time, so that others can judge them again.
void take_over_time(Report& report, const Spec& spec, const std::vector<Facts>& attempts,
                    const Circumstances& circumstances) {
  for (const Rule* rule : all_rules(spec)) {
    const std::string key = key_of(*rule);
    const auto found = circumstances.over_time.find(rule->id);
    if (found == circumstances.over_time.end()) {
      if (const Fact* fact = rule->over ? attempts.front().find(key) : nullptr) report.facts.add(key, *fact);
    } else if (found->second) {
      report.facts.add(key, *found->second);
    } else {
      report.facts.cannot(key, found->second.error());
    }
  }
}

/// Only conditions with a line, and so a privacy class, in report_fields().
nlohmann::json known_conditions(const nlohmann::json& conditions) {
  nlohmann::json known = nlohmann::json::object();
  for (const ReportField& field : report_fields()) {
    constexpr std::string_view begin = "conditions.";
    if (!field.path.starts_with(begin)) continue;
    const auto found = conditions.find(std::string(field.path.substr(begin.size())));
    if (found != conditions.end() && found->is_primitive()) known[found.key()] = *found;
  }
  return known;
}

/// What the line had to carry for others is not told to an employer who asks nothing about the line.
Cost cost_for(const Spec& spec, Cost cost) {
  const auto keys = keys_of(spec);
  const bool asks_line = std::any_of(keys.begin(), keys.end(),
                                     [](const FactKey& key) { return part_of(key.name) == "network"; });
  if (!asks_line) cost.bytes = 0;
  return cost;
}

void take_spec(Report& report, const Spec& spec, const Day& today) {
  report.spec_name = spec.name;
  report.spec_version = spec.version;
  report.employer = spec.employer;
  report.reading = spec.reading;
  report.spec_source = spec.source;
  report.baseline = spec.shipped_baseline;
  report.spec_expired = spec.expires && *spec.expires < today;
  report.spec_files = spec.files;
  report.spec_sha256 = spec.resolved_sha256;
}

}  // namespace

Report make_report(const Spec& spec, const std::vector<Facts>& all_attempts,
                   const Circumstances& circumstances, const ReportHead& head) {
  Report report;
  report.id = head.id;
  report.reference = head.reference;
  report.started = head.started;
  report.finished = head.finished;
  report.valid_until = valid_until(spec, head.finished);
  if (head.valid_at_most) report.valid_until = std::min(report.valid_until, *head.valid_at_most);
  report.agent_version = head.agent_version;
  take_spec(report, spec, circumstances.today);
  report.role = head.role;
  report.depth = head.depth;
  report.interrupted = head.interrupted;
  Circumstances known = circumstances;
  if (known.started == WallTime{}) known.started = head.started;
  if (known.role.empty()) known.role = head.role;
  // Before anything is judged, so that no way into the document leads around it.
  for (auto& [rule, series] : known.over_time) {
    if (series)
      *series = for_others(std::move(*series));
    else
      series.error() = for_others(std::move(series.error()));
  }
  const bool is_recheck = !head.recheck_of.empty();
  std::vector<Facts> attempts =
      is_recheck ? all_attempts
                 : after_those(head.tried_before, own_attempts(spec, all_attempts, known), head.started);
  for (Facts& attempt : attempts) attempt = for_others(std::move(attempt));
  Assessment assessment = assess(spec, attempts, known);
  report.findings = std::move(assessment.findings);
  report.verdict = assessment.verdict;
  take_facts(report, spec, attempts, known.far_end);
  take_over_time(report, spec, attempts, known);
  for (const PersonQuestion& question : spec.questions) {
    const auto answer = circumstances.answers.find(question.name);
    if (answer != circumstances.answers.end()) report.answers.insert(*answer);
  }
  report.conditions = known_conditions(head.conditions);
  if (is_recheck) report.conditions["recheck_of"] = head.recheck_of;
  report.machine = head.machine;
  report.cost = cost_for(spec, head.cost);
  return report;
}

std::string who_asks(const Report& report) {
  return who_asks(report.employer, report.spec_name);
}

std::string dump(const nlohmann::ordered_json& document, bool one_line) {
  return json_text(document, one_line ? -1 : 2);
}

}  // namespace deskready
