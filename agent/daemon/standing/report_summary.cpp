#include "agent/daemon/standing/report_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/base/time.h"
#include "reports/assess/deciding.h"
#include "reports/document/finding_json.h"
#include "reports/document/report.h"
#include "reports/formats/to_do.h"
#include "reports/words/finding_words.h"
#include "reports/words/language.h"
#include "reports/words/refusals/json_words.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

using nlohmann::json;

std::map<std::string, std::string> texts_in(const json& finding, std::string_view name) {
  std::map<std::string, std::string> texts;
  for (const auto& [key, text] : object_of(finding, name).items())
    if (text.is_string()) texts[key] = text.get<std::string>();
  return texts;
}

/// What a finding says as far as it takes to know whether it decides and what to do about it; of the rest
/// nothing is read, so that a value of a later version costs no notice.
std::optional<Finding> finding_in(const json& told) {
  if (!told.is_object()) return std::nullopt;
  const auto outcome = outcome_from(text_of(told, "outcome"));
  if (!outcome) return std::nullopt;
  Finding read;
  read.rule = text_of(told, "rule");
  read.level = text_of(told, "level") == to_string(Level::require) ? Level::require : Level::recommend;
  read.outcome = *outcome;
  read.cause = cause_from(text_of(told, "cause"));
  read.code = text_of(told, "code");
  read.key = text_of(told, "fact");
  read.args = texts_in(told, "args");
  read.fix = texts_in(told, "fix");
  read.effort = effort_from(text_of(told, "effort")).value_or(usual_effort(read));
  return read;
}

/// Those that decide, each as the report has it.
struct Deciding {
  Report report;  ///< verdict and findings only
  std::vector<const json*> written;
};
Deciding deciding_in(const json& report, Verdict verdict) {
  Deciding deciding;
  deciding.report.verdict = verdict;
  const auto findings = report.find("findings");
  if (findings == report.end() || !findings->is_array()) return deciding;
  for (const json& told : *findings) {
    auto finding = finding_in(told);
    if (!finding || !decides(verdict, *finding)) continue;
    deciding.written.push_back(&told);
    deciding.report.findings.push_back(std::move(*finding));
  }
  return deciding;
}

/// What another version wrote in a way of its own is said by its own sentences.
ToldSentences told_by(const json& written, const Finding& finding, Verdict verdict) {
  const std::string message = text_of(written, "message");
  return {about_words("en", finding, message.empty() ? finding.rule : message),
          first_step_words("en", to_string(verdict), finding)};
}

/// The finding that the first thing to do by the report's own page is for.
Why why_of(const json& report, Verdict verdict) {
  const Deciding deciding = deciding_in(report, verdict);
  const auto& findings = deciding.report.findings;
  if (findings.empty()) return verdict == Verdict::incomplete ? Why(NothingJudged{}) : Why();
  const auto steps = deciding_steps(deciding.report, {});
  const auto its_own = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return !steps.empty() && step_words("en", finding) == steps.front().text;
  });
  const auto place = static_cast<std::size_t>(its_own == findings.end() ? 0 : its_own - findings.begin());
  const json& written = *deciding.written[place];
  auto whole = finding_from_json(written, {}, {});
  if (!whole || member_of(written, "asked") == nullptr) return told_by(written, findings[place], verdict);
  return std::move(*whole);
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
  });
}

}  // namespace

tl::expected<ReportSummary, std::string> summarise_report(std::string_view json_text) {
  const auto read = read_json(json_text);
  if (!read) return tl::unexpected(fmt::format("report: {}", refusal_words("en", read.error())));
  if (!read->is_object()) return tl::unexpected(std::string("the report is no JSON object"));
  const json& report = *read;
  if (const std::string schema = text_of(report, "schema"); schema != report_schema_id) {
    return tl::unexpected(fmt::format("the report's schema is \"{}\", not {}", schema, report_schema_id));
  }
  ReportSummary summary;
  summary.id = text_of(report, "id");
  summary.finished = text_of(report, "finished");
  if (std::string until = text_of(report, "valid_until"); parse_time(until)) summary.until = std::move(until);
  summary.verdict = text_of(report, "verdict");
  if (!is_id(summary.id)) return tl::unexpected(std::string("the report has no usable id"));
  if (!parse_time(summary.finished))
    return tl::unexpected(std::string("the report does not say when it was finished"));
  const auto verdict = verdict_from(summary.verdict);
  if (!verdict) {
    return tl::unexpected(fmt::format("the report's verdict \"{}\" is unknown", summary.verdict));
  }
  if (const auto spec = report.find("spec"); spec != report.end() && spec->is_object()) {
    summary.spec = text_of(*spec, "name");
    summary.employer = text_of(*spec, "employer");
  }
  const auto interrupted = report.find("interrupted");
  summary.interrupted = interrupted != report.end() && interrupted->is_boolean() && interrupted->get<bool>();
  summary.why = why_of(report, *verdict);
  return summary;
}

}  // namespace deskready
