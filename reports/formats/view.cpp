#include "reports/formats/view.h"

#include <algorithm>
#include <utility>

#include "config/base/json/json_read.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/facts/catalogue.h"
#include "probes/noted.h"
#include "reports/words/advice_words.h"
#include "reports/words/finding_words.h"
#include "reports/words/measuring/method_words.h"
#include "reports/words/time_words.h"
#include "reports/words/value_words.h"
#include "reports/words/verdict_words.h"

namespace deskready {
namespace {

/// The first day after which a waiver does not hold.
std::string waived_until(const Report& report) {
  std::string first;
  for (const Finding& finding : report.findings) {
    const auto until = finding.args.find("until");
    if (finding.outcome != Outcome::waived || until == finding.args.end()) continue;
    if (first.empty() || until->second < first) first = until->second;
  }
  return first;
}

bool to_public_test(const Report& report) {
  return text_of(report.conditions, "far_end") == to_string(FarEndUsed::public_test);
}

bool is_untold(const Finding& finding) {
  return finding.outcome == Outcome::not_measured && finding.cause == Cause::public_far_end;
}

Judged judged(const Report& report) {
  const auto waived = std::count_if(report.findings.begin(), report.findings.end(),
                                    [](const Finding& one) { return one.outcome == Outcome::waived; });
  const auto missing =
      std::count_if(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
        return finding.level == Level::require && finding.outcome == Outcome::not_measured;
      });
  return {.verdict = report.verdict,
          .employer = report.employer,
          .list = report.spec_name,
          .role = report.role,
          .baseline = report.baseline,
          .unofficial = report.reading == "unofficial",
          .expired = report.spec_expired,
          .interrupted = report.interrupted,
          .paused = truth_of(report.conditions, "paused").value_or(false),
          .slept = truth_of(report.conditions, "slept").value_or(false),
          .machine_changed = report.machine_changed,
          .public_test = to_public_test(report),
          .public_untold = std::any_of(report.findings.begin(), report.findings.end(), is_untold),
          .missing = static_cast<std::size_t>(missing),
          .waivers = static_cast<std::size_t>(waived),
          .waived_until = waived_until(report)};
}

std::vector<NotChecked> not_checked(const Report& report, const RenderOptions& options) {
  const std::string_view language = options.language;
  std::vector<NotChecked> groups;
  for (const Finding& finding : report.findings) {
    if (finding.outcome != Outcome::not_measured) continue;
    std::string sentence = finding_sentence(language, finding);
    if (const auto since = time_argument(finding, "since"))
      sentence += " " + waiting_words(language, *since, options.zone);
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const NotChecked& g) { return g.sentence == sentence; });
    if (group == groups.end()) group = groups.insert(groups.end(), {sentence, {}});
    const std::string label = label_of(language, finding);
    auto& labels = group->labels;
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
  }
  return groups;
}

std::vector<std::string> waived(const Report& report, std::string_view language) {
  std::vector<std::string> sentences;
  for (Finding finding : report.findings) {
    if (finding.outcome != Outcome::waived) continue;
    // A document's own sentence keeps the day as the spec has it.
    finding.args["until"] = day_words(language, finding.args["until"]);
    sentences.push_back(label_of(language, finding) + ": " + finding_sentence(language, finding));
  }
  return sentences;
}

/// Only beside a rule about the line that did not go well: else there is nothing to explain.
bool line_in_trouble(const Report& report) {
  return std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
    return finding.key.starts_with("network.") && finding.outcome != Outcome::met &&
           finding.outcome != Outcome::not_applicable && finding.outcome != Outcome::waived;
  });
}

std::string fault_line(const Report& report, std::string_view language) {
  if (!line_in_trouble(report)) return {};
  const nlohmann::json& seen = report.conditions;
  return fault_words(language, text_of(seen, "fault"), text_of(seen, "fault_trouble"),
                     number_of(seen, "fault_whole"), number_of(seen, "fault_home"));
}

/// The weakest voucher counts; what the person said stands apart.
std::string trust_line(const Report& report, std::string_view language) {
  const bool recorded = std::any_of(report.facts.known.begin(), report.facts.known.end(),
                                    [](const auto& entry) { return has_source(entry.second); });
  std::optional<Trust> weakest;
  for (const Finding& finding : report.findings) {
    if (!finding.measured || finding.trust == Trust::declared || weakest == Trust::disputed) continue;
    weakest = finding.trust == Trust::disputed ? Trust::disputed
                                               : std::min(weakest.value_or(finding.trust), finding.trust);
  }
  return trust_words(language, recorded, weakest);
}

bool is_recheck(const Report& report) {
  return report.conditions.contains("recheck_of");
}

/// Labels of what an earlier check's failures count for beside this one's figures.
std::vector<std::string> tried_before_labels(const Report& report, const std::vector<Row>& rows) {
  std::vector<std::string> labels;
  for (const Row& row : rows) {
    const auto tried = report.attempts.find(row.finding->key);
    if (tried == report.attempts.end() || tried->second.front().at >= report.started) continue;
    if (std::find(labels.begin(), labels.end(), row.label) == labels.end()) labels.push_back(row.label);
  }
  return labels;
}

/// Labels of what this check itself found a value of.
std::string recheck_line(const Report& report, const std::vector<Row>& rows, std::string_view language) {
  if (!is_recheck(report)) return tried_before_words(language, tried_before_labels(report, rows));
  std::vector<std::string> labels;
  for (const Row& row : rows) {
    if (row.fact == nullptr || row.fact->at < report.started) continue;
    if (std::find(labels.begin(), labels.end(), row.label) == labels.end()) labels.push_back(row.label);
  }
  return recheck_words(language, labels);
}

/// Labels of rates that were measured only until their rules were met.
std::vector<std::string> enough_labels(const Report& report, const std::vector<Row>& rows) {
  std::vector<std::string> labels;
  for (const Row& row : rows) {
    const FactInfo* info = info_of(*row.finding);
    const bool stopped_early = report.depth != "full" && row.fact != nullptr && row.fact->at_least &&
                               info != nullptr && info->offered > 0;
    if (!stopped_early || row.finding->outcome != Outcome::met) continue;
    if (std::find(labels.begin(), labels.end(), row.label) == labels.end()) labels.push_back(row.label);
  }
  return labels;
}

/// Labels of what only a heuristic says.
std::vector<std::string> inferred_labels(const std::vector<Row>& rows) {
  std::vector<std::string> labels;
  for (const Row& row : rows) {
    const auto key = parse_fact_key(row.finding->key);
    const FactInfo* info = key ? find_fact(key->name) : nullptr;
    if (info == nullptr || info->known != Known::heuristic || row.measured.empty()) continue;
    if (std::find(labels.begin(), labels.end(), row.label) == labels.end()) labels.push_back(row.label);
  }
  return labels;
}

std::string dates(const Report& report, const RenderOptions& options) {
  std::string spec = report.spec_name;
  if (!report.spec_version.empty()) spec += " " + report.spec_version;
  return dates_words(options.language, local_time(options.language, report.started, options.zone), spec,
                     static_cast<double>(report.cost.bytes));
}

Row row_of(const Report& report, const Finding& finding, std::string_view language) {
  Row row;
  row.finding = &finding;
  row.fact = report.facts.find(finding.key);
  row.label = label_of(language, finding);
  row.measured = measured_words(language, finding);
  row.asked = asked_words(language, finding);
  row.word = outcome_word(language, finding);
  if (row.fact == nullptr) return row;
  const auto age = std::chrono::floor<std::chrono::minutes>(report.started - row.fact->at);
  const bool kept = is_recheck(report) && row.fact->at < report.started;
  row.age = kept ? kept_words(language, age) : age_words(language, age);
  row.how = method_words(language, row.fact->how);
  row.outage = outage_words(language, number_of(row.fact->detail, "outage").value_or(0));
  if (line_changes(*row.fact)) row.changing = changing_words(language, noted_other_minutes(*row.fact));
  if (const FactInfo* info = info_of(finding))
    row.interval = interval_words(language, measured_of(*row.fact), *info);
  return row;
}

/// Where the fact stands in the catalogue, whose order is the one that people expect.
std::ptrdiff_t place_of(const Row& row) {
  const auto key = parse_fact_key(row.finding->key);
  const FactInfo* info = key ? find_fact(key->name) : nullptr;
  return info != nullptr ? info - catalogue().data() : std::ssize(catalogue());
}

}  // namespace

std::string headline_of(const Report& report, std::string_view language) {
  return verdict_headline(language, judged(report));
}

View view_of(const Report& report, const RenderOptions& options) {
  const std::string_view language = options.language;
  View view;
  view.words = page_words(language);
  view.headline = headline_of(report, language);
  view.entry = verdict_entry(language, judged(report));
  view.note = verdict_note(language, judged(report));
  Steps steps = steps_of(report, options);
  view.to_do = std::move(steps.deciding);
  view.also = std::move(steps.others);
  view.not_checked = not_checked(report, options);
  view.waived = waived(report, language);
  view.reference = reference_words(language, for_terminal(report.reference));
  view.fault = fault_line(report, language);
  view.trust = trust_line(report, language);
  view.dates = dates(report, options);
  for (const Finding& finding : report.findings) {
    (finding.key.starts_with("ask.") ? view.told : view.rows).push_back(row_of(report, finding, language));
  }
  std::stable_sort(view.rows.begin(), view.rows.end(),
                   [](const Row& a, const Row& b) { return place_of(a) < place_of(b); });
  view.recheck = recheck_line(report, view.rows, language);
  view.enough = enough_words(language, enough_labels(report, view.rows));
  view.inferred = inferred_words(language, inferred_labels(view.rows));
  return view;
}

}  // namespace deskready
