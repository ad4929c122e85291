#include "agent/daemon_standing.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "config/paths.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> verdicts = {"ready", "ready_with_warnings", "incomplete",
                                                      "not_ready"};

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// What a finding must be to decide this verdict.
bool decides(std::string_view verdict, std::string_view level, std::string_view outcome) {
  if (verdict == "not_ready") return level == "require" && outcome == "not_met";
  if (verdict == "incomplete") return level == "require" && outcome == "not_measured";
  return outcome == "not_met" || outcome == "not_measured" || outcome == "borderline";
}

std::string reason_of(const json& report, std::string_view verdict) {
  const auto findings = report.find("findings");
  if (verdict == "ready" || findings == report.end() || !findings->is_array()) return {};
  for (const json& finding : *findings) {
    if (!finding.is_object() || !decides(verdict, text_of(finding, "level"), text_of(finding, "outcome")))
      continue;
    std::string message = text_of(finding, "message");
    return message.empty() ? text_of(finding, "rule") : message;
  }
  return {};
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

tl::expected<std::string, std::string> read_all(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) return tl::unexpected(fmt::format("{} cannot be read", file.string()));
  return text.str();
}

}  // namespace

int badness(std::string_view verdict) {
  const auto found = std::find(verdicts.begin(), verdicts.end(), verdict);
  return found == verdicts.end() ? -1 : static_cast<int>(found - verdicts.begin());
}

tl::expected<ReportSummary, std::string> summarise_report(std::string_view json_text) {
  const json report = json::parse(json_text, nullptr, false);
  if (!report.is_object()) return tl::unexpected(std::string("the report is no JSON object"));
  if (const std::string schema = text_of(report, "schema"); schema != "deskready.report/1") {
    return tl::unexpected(fmt::format("the report's schema is \"{}\", not deskready.report/1", schema));
  }
  ReportSummary summary;
  summary.id = text_of(report, "id");
  summary.finished = text_of(report, "finished");
  summary.verdict = text_of(report, "verdict");
  if (!is_id(summary.id)) return tl::unexpected(std::string("the report has no usable id"));
  if (!is_time(summary.finished))
    return tl::unexpected(std::string("the report does not say when it was finished"));
  if (badness(summary.verdict) < 0) {
    return tl::unexpected(fmt::format("the report's verdict \"{}\" is unknown", summary.verdict));
  }
  if (const auto spec = report.find("spec"); spec != report.end() && spec->is_object()) {
    summary.spec = text_of(*spec, "name");
  }
  const auto interrupted = report.find("interrupted");
  summary.interrupted = interrupted != report.end() && interrupted->is_boolean() && interrupted->get<bool>();
  summary.reason = reason_of(report, summary.verdict);
  return summary;
}

std::string report_file_name(const ReportSummary& report) {
  std::string time = report.finished.substr(0, 19);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("{}Z-{}.json", time, report.id);
}

json Standing::to_json() const {
  json told = json::object();
  const auto put = [&](const char* key, const std::string& value) {
    told[key] = value.empty() ? json() : json(value);
  };
  put("verdict", verdict);
  put("since", since);
  put("reason", reason);
  told["last_report"] = nullptr;
  if (!last_report.empty()) {
    told["last_report"] = {{"id", last_report}, {"spec", last_spec}, {"finished", last_finished}};
  }
  return told;
}

void Round::worsen(std::string_view verdict, std::string_view reason, std::string_view when) {
  if (!found_) found_.emplace();
  if (badness(verdict) > badness(found_->verdict)) {
    found_->verdict = verdict;
    found_->reason = reason;
  }
  found_->since = when;
}

void Round::add(const ReportSummary& report) {
  if (report.interrupted) return;
  worsen(report.verdict, report.reason, report.finished);
  found_->last_report = report.id;
  found_->last_spec = report.spec;
  found_->last_finished = report.finished;
}

void Round::add_failure(std::string_view why, std::string_view now) {
  worsen("incomplete", why, now);
}

Standing Round::after(const Standing& before) const {
  if (!found_) return before;
  Standing now = *found_;
  if (now.verdict == before.verdict && !before.since.empty()) now.since = before.since;
  if (now.last_report.empty()) {
    now.last_report = before.last_report;
    now.last_spec = before.last_spec;
    now.last_finished = before.last_finished;
  }
  return now;
}

tl::expected<Standing, std::string> load_standing(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return Standing{};
  const auto text = read_all(file);
  if (!text) return tl::unexpected(text.error());
  const json told = json::parse(*text, nullptr, false);
  if (!told.is_object()) return tl::unexpected(fmt::format("{} is broken and is not used", file.string()));
  Standing standing;
  standing.verdict = text_of(told, "verdict");
  if (badness(standing.verdict) < 0) return Standing{};
  standing.since = text_of(told, "since");
  standing.reason = text_of(told, "reason");
  if (const auto last = told.find("last_report"); last != told.end() && last->is_object()) {
    standing.last_report = text_of(*last, "id");
    standing.last_spec = text_of(*last, "spec");
    standing.last_finished = text_of(*last, "finished");
  }
  return standing;
}

tl::expected<void, std::string> save_standing(const std::filesystem::path& file, const Standing& standing) {
  return write_file_atomically(file,
                               standing.to_json().dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace deskready
