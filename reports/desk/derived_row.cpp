#include "reports/desk/derived_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "config/base/digest.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/base/text.h"
#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"
#include "config/spec/rule_key.h"
#include "reports/assess/left_for_a_person.h"
#include "reports/assess/old_facts.h"
#include "reports/document/fact_json.h"
#include "reports/document/report_texts.h"
#include "reports/document/validity.h"
#include "reports/words/finding_words.h"
#include "reports/words/refusals/json_words.h"

namespace deskready {
namespace {

/// As the table's other words, in English until the command line has a language.
constexpr std::string_view english = "en";

/// What the judge knew, as far as the document shows it.
Circumstances circumstances_of(const Report& report) {
  Circumstances known;
  known.far_end = far_end_used_from(text_of(report.conditions, "far_end")).value_or(FarEndUsed::other);
  known.guided = truth_of(report.conditions, "guided").value_or(false);
  known.reference = report.reference;
  known.role = report.role;
  known.started = report.started;
  known.today = format_time(report.finished).substr(0, 10);
  known.answers = report.answers;
  for (const Finding& finding : report.findings) {
    if (finding.cause == Cause::not_selected) known.parts.erase(std::string(part_of(finding.key)));
    if (finding.cause == Cause::refused && finding.key.starts_with("ask."))
      known.refused.insert(finding.key.substr(4));
  }
  return known;
}

std::vector<Facts> attempts_of(const Report& report) {
  std::vector<Facts> attempts{report.facts};
  for (const auto& [key, facts] : report.attempts) {
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (i >= attempts.size()) attempts.emplace_back();
      attempts[i].add(key, facts[i]);
    }
  }
  for (Facts& facts : attempts) {
    for (auto& [key, fact] : facts.known) fact.trust = believed(fact.trust);
  }
  return attempts;
}

/// Documents of earlier versions hold values as text, and so rounded.
bool same_value(const Measured& said, const Measured& is, Unit unit) {
  const double* const a = std::get_if<double>(&said.value);
  const double* const b = std::get_if<double>(&is.value);
  const auto* const text = std::get_if<std::string>(&said.value);
  const auto* const own = std::get_if<std::string>(&is.value);
  // A system's release is judged with its family before it: "Windows 11" of "11".
  if (text != nullptr && own != nullptr && text->ends_with(" " + *own)) return true;
  if (a == nullptr || b == nullptr) return said.value == is.value;
  return *a == *b || format_quantity(*a, unit) == format_quantity(*b, unit);
}

std::string value_text(const Finding& finding, const std::optional<Measured>& measured) {
  if (!measured) return "-";
  Finding shown = finding;
  shown.measured = measured;
  return measured_text(shown);
}

void hold_value_against(const Finding& finding, const std::optional<Measured>& own, DeskRow& row) {
  const FactInfo* const info = info_of(finding);
  const Unit unit = info == nullptr ? Unit::none : info->unit;
  if (!finding.measured || (own && same_value(*finding.measured, *own, unit))) return;
  flag(row, DeskFlag::inconsistent, DeskNote::other_value,
       {{"rule", finding.rule},
        {"said", value_text(finding, finding.measured)},
        {"is", value_text(finding, own)}});
}

/// Without the spec: what the document's own facts and answers say of the finding; nothing where none does.
std::optional<Measured> own_value(const Finding& finding, const Report& report) {
  if (finding.key.starts_with("ask.")) {
    const auto answer = report.answers.find(finding.key.substr(4));
    return answer == report.answers.end() ? std::nullopt : std::optional(Measured{answer->second.answer});
  }
  // The last attempt is what a finding tells.
  const auto tried = report.attempts.find(finding.key);
  if (tried != report.attempts.end() && !tried->second.empty()) return measured_of(tried->second.back());
  const Fact* const fact = report.facts.find(finding.key);
  return fact == nullptr ? std::nullopt : std::optional(measured_of(*fact));
}

/// A person who chooses not to be guided is not asked what only they could show.
void look_for_unguided(const std::vector<Finding>& findings, DeskRow& row) {
  std::vector<std::string> rules;
  for (const Finding& finding : findings) {
    if (finding.code == left_for_a_person) rules.push_back(finding.rule);
  }
  if (!rules.empty()) flag(row, DeskFlag::unguided, DeskNote::not_guided, {{"rules", joined(rules)}});
}

/// One old figure among new ones makes a report look newer than it is.
void look_for_old(const Report& report, const Spec* spec, DeskRow& row) {
  const auto old = old_facts(report.facts, report.started, spec);
  if (!old.empty()) flag(row, DeskFlag::old_facts, DeskNote::old_facts, {{"facts", ages_of(english, old)}});
}

void keep_label(const Finding& finding, DeskRow& row) {
  row.labels[finding.rule] = row.labels[finding.key] = unmarked(label_of(english, finding));
}

/// Judges again and holds every finding against its own.
void derive_by(const Spec& spec, const Report& report, DeskRow& row) {
  const Assessment again = judged_again(spec, report);
  row.derived = again.verdict;
  look_for_unguided(again.findings, row);
  std::map<std::string_view, const Finding*> claimed;
  for (const Finding& finding : report.findings) claimed.emplace(finding.rule, &finding);
  for (const Finding& finding : again.findings) {
    keep_label(finding, row);
    const auto found = claimed.find(finding.rule);
    if (found == claimed.end())
      flag(row, DeskFlag::inconsistent, DeskNote::left_out, {{"rule", finding.rule}});
    else if (found->second->outcome != finding.outcome)
      flag(row, DeskFlag::inconsistent, DeskNote::other_outcome,
           {{"rule", finding.rule},
            {"said", std::string(to_string(found->second->outcome))},
            {"is", std::string(to_string(finding.outcome))}});
    if (found == claimed.end()) continue;
    hold_value_against(*found->second, finding.measured, row);
    if (found->second->level != finding.level)
      flag(row, DeskFlag::inconsistent, DeskNote::other_level,
           {{"rule", finding.rule},
            {"said", std::string(to_string(found->second->level))},
            {"is", std::string(to_string(finding.level))}});
  }
  if (claimed.size() != again.findings.size()) flag(row, DeskFlag::inconsistent);
}

/// A figure lies in its own interval, or near it where both come from different samples, and only what can be
/// negative is.
bool can_be(std::string_view key, const Fact& fact) {
  const double* const value = std::get_if<double>(&fact.value);
  const auto parsed = parse_fact_key(key);
  const FactInfo* const info = parsed ? find_fact(*parsed) : nullptr;
  if (value == nullptr || info == nullptr) return true;
  const double low = fact.low.value_or(*value), high = fact.high.value_or(*value);
  if (low > high) return false;
  const double slack = (high - low) + 1e-6 * std::max(std::fabs(low), std::fabs(high));
  if (*value < low - slack || *value > high + slack) return false;
  constexpr Unit never_negative[] = {Unit::second, Unit::bit_per_second, Unit::byte, Unit::hertz,
                                     Unit::count};
  const bool counts =
      std::find(std::begin(never_negative), std::end(never_negative), info->unit) != std::end(never_negative);
  return *value >= 0 || info->below_zero || !counts;
}

/// What a program never writes, whatever the computer's clock.
void check_dates_and_hashes(const Report& report, DeskRow& row) {
  const std::string first_year = "2024";
  std::set<std::string> years{format_time(report.started).substr(0, 4),
                              format_time(report.finished).substr(0, 4)};
  for (const auto& [key, fact] : report.facts.known) years.insert(format_time(fact.at).substr(0, 4));
  if (*years.begin() < first_year)
    flag(row, DeskFlag::inconsistent, DeskNote::before_its_time, {{"year", *years.begin()}});
  for (const SpecFile& file : report.spec_files) {
    if (!is_sha256_hex(file.sha256))
      flag(row, DeskFlag::inconsistent, DeskNote::no_hash, {{"file", file.name}});
  }
  if (report.interrupted) flag(row, DeskFlag::interrupted, DeskNote::stopped);
}

/// Files with another comment or other ends of lines say the same; whoever looks should know that they
/// differ.
void compare_files(const Report& report, const Spec& spec, DeskRow& row) {
  std::vector<std::string> others;
  for (std::size_t i = 0; i < report.spec_files.size(); ++i) {
    if (i >= spec.files.size() || report.spec_files[i].sha256 != spec.files[i].sha256)
      others.push_back(report.spec_files[i].name);
  }
  if (!others.empty()) flag(row, DeskFlag::other_files, DeskNote::other_files, {{"files", joined(others)}});
}

/// Also true of what was judged without a spec at hand: the same rule stands once, and times go forward.
void check_itself(const Report& report, DeskRow& row) {
  std::set<std::string_view> rules;
  for (const Finding& finding : report.findings) {
    if (!rules.insert(finding.rule).second)
      flag(row, DeskFlag::inconsistent, DeskNote::twice, {{"rule", finding.rule}});
  }
  if (report.finished < report.started || report.valid_until < report.finished)
    flag(row, DeskFlag::inconsistent, DeskNote::backwards);
  check_dates_and_hashes(report, row);
  WallTime newest{};
  for (const auto& [key, fact] : report.facts.known) {
    if (fact.at > report.finished + std::chrono::minutes(1))
      flag(row, DeskFlag::inconsistent, DeskNote::after_the_end, {{"fact", key}});
    if (!can_be(key, fact)) flag(row, DeskFlag::inconsistent, DeskNote::outside_interval, {{"fact", key}});
    newest = std::max(newest, fact.at);
  }
  // Heavy figures are carried forward; of a check that took place, some are its own.
  if (newest != WallTime{} && newest + std::chrono::days(30) < report.finished)
    flag(row, DeskFlag::inconsistent, DeskNote::old_figures);
}

void sum_up(const Report& report, DeskRow& row) {
  std::optional<Trust> weakest;
  for (const Finding& finding : report.findings) {
    if (finding.measured && finding.trust != Trust::declared)
      weakest = weaker(weakest.value_or(finding.trust), finding.trust);
    keep_label(finding, row);
    if (finding.level != Level::require) continue;
    if (finding.outcome == Outcome::not_met) row.failed.push_back(finding.rule);
    if (finding.outcome == Outcome::not_measured) row.missing.push_back(finding.rule);
  }
  row.trust = believed(weakest.value_or(Trust::self));
}

void fill(DeskRow& row, const Report& report, std::span<const Spec> specs, WallTime now) {
  row.id = report.id;
  row.reference = report.reference;
  row.role = report.role;
  row.spec = report.spec_version.empty() ? report.spec_name : report.spec_name + " " + report.spec_version;
  row.spec_name = report.spec_name;
  row.spec_sha256 = report.spec_sha256;
  row.machine = report.machine;
  row.reported = report.verdict;
  row.finished = report.finished;
  row.valid_until = report.valid_until;
  sum_up(report, row);
  check_itself(report, row);
  if (circumstances_of(report).far_end == FarEndUsed::public_test) flag(row, DeskFlag::public_test);
  const auto spec = std::find_if(specs.begin(), specs.end(),
                                 [&](const Spec& one) { return one.resolved_sha256 == report.spec_sha256; });
  look_for_old(report, spec == specs.end() ? nullptr : &*spec, row);
  if (spec != specs.end()) {
    derive_by(*spec, report, row);
    compare_files(report, *spec, row);
    row.valid_until = std::min(row.valid_until, valid_until(*spec, report.finished));
    // A second is lost where times are written without fractions.
    if (report.valid_until > row.valid_until + std::chrono::seconds(2))
      flag(row, DeskFlag::inconsistent, DeskNote::valid_too_long);
    if (report.spec_name != spec->name || report.spec_version != spec->version ||
        report.employer != spec->employer)
      flag(row, DeskFlag::inconsistent, DeskNote::names_differ);
  } else {
    for (const Finding& finding : report.findings) {
      // A share of many checks is no fact of this one.
      const auto own = finding.limit ? std::nullopt : own_value(finding, report);
      if (finding.measured && own) hold_value_against(finding, own, row);
    }
    row.derived = verdict_of(report.findings, report.spec_expired);
    look_for_unguided(report.findings, row);
    const bool same_name = std::any_of(specs.begin(), specs.end(),
                                       [&](const Spec& one) { return one.name == report.spec_name; });
    flag(row, same_name ? DeskFlag::other_spec : DeskFlag::spec_unknown);
  }
  if (row.derived != row.reported)
    flag(row, DeskFlag::verdict_differs, DeskNote::other_verdict,
         {{"said", std::string(to_string(*row.reported))}, {"is", std::string(to_string(*row.derived))}});
  row.spec_expired = report.spec_expired;
  hold_against_time(row, now);
}

}  // namespace

void hold_against_time(DeskRow& row, WallTime now) {
  if (!row.reported) return;
  std::erase_if(row.flags, [](DeskFlag one) { return one == DeskFlag::expired || one == DeskFlag::future; });
  std::erase_if(row.notes, [](const auto& one) { return one.first == DeskNote::from_the_future; });
  if (row.finished > now + std::chrono::hours(24)) flag(row, DeskFlag::future, DeskNote::from_the_future);
  if (row.valid_until < now || row.spec_expired) flag(row, DeskFlag::expired);
}

Assessment judged_again(const Spec& spec, const Report& report) {
  return assess(spec, attempts_of(report), circumstances_of(report));
}

DeskRow desk_row(std::string file, std::string_view document, std::span<const Spec> specs, WallTime now) {
  const auto json = read_json(document);
  if (!json) return refused_row(file, refusal_words(english, json.error()));
  const auto report = report_from_json(*json);
  if (!report) return refused_row(file, report.error());
  DeskRow row;
  row.file = std::move(file);
  fill(row, *report, specs, now);
  return row;
}

}  // namespace deskready
