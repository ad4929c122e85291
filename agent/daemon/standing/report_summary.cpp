#include "agent/daemon/standing/report_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "reports/words/advice_words.h"
#include "reports/words/cause_words.h"
#include "reports/words/language.h"
#include "reports/words/refusals/json_words.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> verdicts = {"ready", "ready_with_warnings", "incomplete",
                                                      "not_ready"};

std::map<std::string, std::string> texts_in(const json& finding, std::string_view name) {
  std::map<std::string, std::string> texts;
  for (const auto& [key, text] : object_of(finding, name).items())
    if (text.is_string()) texts[key] = text.get<std::string>();
  return texts;
}

/// What the report's own page says about this finding; empty where it says nothing.
std::string first_step(const json& finding) {
  Finding read;
  read.key = text_of(finding, "fact");
  read.args = texts_in(finding, "args");
  read.fix = texts_in(finding, "fix");
  if (outcome_from(text_of(finding, "outcome")) != Outcome::not_measured)
    return unmarked(advice_words("en", read));
  const auto cause = cause_from(text_of(finding, "cause"));
  return cause ? unmarked(cause_action("en", *cause, read.args)) : std::string();
}

/// What a finding must be to decide this verdict.
bool decides(std::string_view verdict, std::string_view level, std::string_view outcome) {
  if (verdict == "not_ready") return level == "require" && outcome == "not_met";
  if (verdict == "incomplete") return level == "require" && outcome == "not_measured";
  return outcome == "not_met" || outcome == "not_measured" || outcome == "borderline";
}

void take_reason(const json& report, ReportSummary& summary) {
  const auto findings = report.find("findings");
  if (summary.verdict == "ready" || findings == report.end() || !findings->is_array()) return;
  for (const json& finding : *findings) {
    if (!finding.is_object() ||
        !decides(summary.verdict, text_of(finding, "level"), text_of(finding, "outcome")))
      continue;
    summary.reason = text_of(finding, "message");
    if (summary.reason.empty()) summary.reason = text_of(finding, "rule");
    summary.fix = first_step(finding);
    return;
  }
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
  });
}

bool is_time(std::string_view time) {
  return time.size() >= 20 && time.size() <= 32 && time.back() == 'Z' && time[10] == 'T' &&
         std::all_of(time.begin(), time.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '.' || c == 'T' || c == 'Z';
         });
}

}  // namespace

int badness(std::string_view verdict) {
  const auto found = std::find(verdicts.begin(), verdicts.end(), verdict);
  return found == verdicts.end() ? -1 : static_cast<int>(found - verdicts.begin());
}

tl::expected<ReportSummary, std::string> summarise_report(std::string_view json_text) {
  const auto read = read_json(json_text);
  if (!read) return tl::unexpected(fmt::format("report: {}", refusal_words("en", read.error())));
  if (!read->is_object()) return tl::unexpected(std::string("the report is no JSON object"));
  const json& report = *read;
  if (const std::string schema = text_of(report, "schema"); schema != "deskready.report/1") {
    return tl::unexpected(fmt::format("the report's schema is \"{}\", not deskready.report/1", schema));
  }
  ReportSummary summary;
  summary.id = text_of(report, "id");
  summary.finished = text_of(report, "finished");
  if (std::string until = text_of(report, "valid_until"); is_time(until)) summary.until = std::move(until);
  summary.verdict = text_of(report, "verdict");
  if (!is_id(summary.id)) return tl::unexpected(std::string("the report has no usable id"));
  if (!is_time(summary.finished))
    return tl::unexpected(std::string("the report does not say when it was finished"));
  if (badness(summary.verdict) < 0) {
    return tl::unexpected(fmt::format("the report's verdict \"{}\" is unknown", summary.verdict));
  }
  if (const auto spec = report.find("spec"); spec != report.end() && spec->is_object()) {
    summary.spec = text_of(*spec, "name");
    summary.employer = text_of(*spec, "employer");
  }
  const auto interrupted = report.find("interrupted");
  summary.interrupted = interrupted != report.end() && interrupted->is_boolean() && interrupted->get<bool>();
  take_reason(report, summary);
  return summary;
}

}  // namespace deskready
