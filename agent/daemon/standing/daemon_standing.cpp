#include "agent/daemon/standing/daemon_standing.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <sstream>

#include "config/base/files.h"
#include "config/base/json_read.h"
#include "config/base/zone.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> verdicts = {"ready", "ready_with_warnings", "incomplete",
                                                      "not_ready"};

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
    // A rule's own fix is for when it fails, not for when it could not be checked.
    const auto fix = finding.find("fix");
    if (fix != finding.end() && fix->is_object() && text_of(finding, "outcome") != "not_measured")
      summary.fix = text_of(*fix, "en");
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
  take_reason(report, summary);
  return summary;
}

void JobStanding::becomes(std::string_view new_verdict, std::string_view why, std::string_view when) {
  if (verdict != new_verdict || since.empty()) since = when;
  verdict = new_verdict;
  reason = why;
}

void JobStanding::add(const ReportSummary& report) {
  if (report.interrupted) return;
  becomes(report.verdict, report.reason, report.finished);
  fix = report.fix;
  last_report = report.id;
  last_spec = report.spec;
  last_finished = report.finished;
}

void JobStanding::add_failure(std::string_view why, std::string_view now) {
  becomes("incomplete", why, now);
  fix.clear();
}

std::string job_name(const Job& job) {
  std::string name = job.spec.empty() ? "voice-baseline" : job.spec;
  const std::string more = job.role + (job.role.empty() || job.reference.empty() ? "" : ", ") + job.reference;
  return more.empty() ? name : fmt::format("{} ({})", name, more);
}

const JobStanding* DaemonMemory::worst() const {
  const JobStanding* found = nullptr;
  for (const JobStanding& job : jobs) {
    if (badness(job.verdict) < 0) continue;
    if (found == nullptr || badness(job.verdict) > badness(found->verdict)) found = &job;
  }
  return found;
}

void DaemonMemory::arrange(const std::vector<Job>& asked, int agree) {
  std::vector<JobStanding> arranged;
  for (const Job& job : asked) {
    const std::string name = job_name(job);
    const auto known =
        std::find_if(jobs.begin(), jobs.end(), [&](const auto& one) { return one.job == name; });
    arranged.push_back(known == jobs.end() ? JobStanding{} : *known);
    arranged.back().job = name;
    arranged.back().alarm.set_after(agree);
  }
  jobs = std::move(arranged);
}

void DaemonMemory::forget_unfinished() {
  for (const JobStanding& job : jobs) {
    const auto began = checked.find(job.job);
    if (began == checked.end()) continue;
    const auto finished = parse_time(job.last_finished);
    // What ended in the second in which it began has ended.
    const bool ended = finished && *finished + std::chrono::seconds(1) > began->second;
    if (!ended || job.alarm.awaits_retest()) checked.erase(began);
  }
}

ScheduleMemory DaemonMemory::for_schedule(const std::vector<Job>& asked) const {
  ScheduleMemory memory;
  memory.seen = seen;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string name = job_name(asked[i]);
    if (const auto found = checked.find(name); found != checked.end()) memory.checked[i] = found->second;
    if (const auto found = loaded.find(name); found != loaded.end()) memory.loaded[i] = found->second;
  }
  return memory;
}

void DaemonMemory::take(const ScheduleMemory& schedule, const std::vector<Job>& asked) {
  seen = schedule.seen;
  for (const auto& [index, when] : schedule.checked) checked[job_name(asked[index])] = when;
  for (const auto& [index, when] : schedule.loaded) loaded[job_name(asked[index])] = when;
}

std::string headline(const JobStanding& job) {
  if (job.verdict == "ready") return fmt::format("Ready for {}", job.job);
  if (job.verdict == "ready_with_warnings") return fmt::format("Ready for {}, with a warning", job.job);
  if (job.verdict == "not_ready") return fmt::format("Not ready for {}", job.job);
  return fmt::format("It is not known whether this computer is ready for {}", job.job);
}

std::string local_time(WallTime time) {
  return local_text(time, "%a %e %b, %H:%M");
}

namespace {

json or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

json last_report_of(const JobStanding& job) {
  if (job.last_report.empty()) return {};
  return {{"id", job.last_report}, {"spec", job.last_spec}, {"finished", job.last_finished}};
}

json to_json(const JobStanding& job) {
  return {{"job", job.job},
          {"verdict", or_null(job.verdict)},
          {"since", or_null(job.since)},
          {"reason", or_null(job.reason)},
          {"fix", or_null(job.fix)},
          {"last_report", last_report_of(job)}};
}

JobStanding job_from(const json& told) {
  JobStanding job;
  job.job = text_of(told, "job");
  job.verdict = text_of(told, "verdict");
  if (badness(job.verdict) < 0) {
    job.verdict.clear();
    return job;
  }
  job.since = text_of(told, "since");
  job.reason = text_of(told, "reason");
  job.fix = text_of(told, "fix");
  if (const auto last = told.find("last_report"); last != told.end() && last->is_object()) {
    job.last_report = text_of(*last, "id");
    job.last_spec = text_of(*last, "spec");
    job.last_finished = text_of(*last, "finished");
  }
  if (const auto alarm = told.find("alarm"); alarm != told.end()) job.alarm = Alarm::from_json(*alarm, 1);
  return job;
}

json times_to_json(const std::map<std::string, WallTime>& times) {
  json told = json::object();
  for (const auto& [name, time] : times) told[name] = format_time(time);
  return told;
}

std::map<std::string, WallTime> times_from(const json& told, const char* key) {
  std::map<std::string, WallTime> times;
  const auto found = told.find(key);
  if (found == told.end() || !found->is_object()) return times;
  for (const auto& [name, value] : found->items()) {
    if (!value.is_string()) continue;
    if (const auto time = parse_time(value.get<std::string>())) times[name] = *time;
  }
  return times;
}

}  // namespace

json standing_json(const DaemonMemory& memory) {
  const JobStanding none;
  const JobStanding* worst = memory.worst();
  json told = to_json(worst == nullptr ? none : *worst);
  told.erase("job");
  told["jobs"] = json::array();
  for (const JobStanding& job : memory.jobs) told["jobs"].push_back(to_json(job));
  return told;
}

tl::expected<DaemonMemory, std::string> load_memory(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return DaemonMemory{};
  const auto text = read_all(file);
  if (!text) return tl::unexpected(text.error());
  const json told = json::parse(*text, nullptr, false);
  if (!told.is_object()) return tl::unexpected(fmt::format("{} is broken and is not used", file.string()));
  DaemonMemory memory;
  if (const auto jobs = told.find("jobs"); jobs != told.end() && jobs->is_array()) {
    for (const json& job : *jobs) {
      if (job.is_object()) memory.jobs.push_back(job_from(job));
    }
  }
  memory.seen = parse_time(text_of(told, "seen")).value_or(WallTime{});
  memory.checked = times_from(told, "checked");
  memory.loaded = times_from(told, "loaded");
  const std::string paused = text_of(told, "paused_until");
  if (!paused.empty()) memory.paused_until = parse_time(paused).value_or(WallTime::max());
  return memory;
}

tl::expected<void, std::string> save_memory(const std::filesystem::path& file, const DaemonMemory& memory) {
  json told = {{"seen", format_time(memory.seen)},
               {"checked", times_to_json(memory.checked)},
               {"loaded", times_to_json(memory.loaded)},
               {"jobs", json::array()}};
  for (const JobStanding& job : memory.jobs) {
    told["jobs"].push_back(to_json(job));
    told["jobs"].back()["alarm"] = job.alarm.to_json();
  }
  if (memory.paused_until) {
    told["paused_until"] =
        *memory.paused_until == WallTime::max() ? "resume" : format_time(*memory.paused_until);
  }
  return write_file_atomically(file, json_text(told, 2) + "\n");
}

}  // namespace deskready
