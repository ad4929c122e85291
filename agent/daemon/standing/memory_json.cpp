#include "agent/daemon/standing/memory_json.h"

#include <nlohmann/json.hpp>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "reports/assess/outcome.h"
#include "reports/words/refusals/json_words.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

using nlohmann::json;

json last_report_of(const JobStanding& job) {
  if (job.last_report.empty()) return {};
  return {{"id", job.last_report}, {"spec", job.last_spec}, {"finished", job.last_finished}};
}

json to_json(const JobStanding& job, const std::string& name) {
  return {{"job", job.job},
          {"name", name},
          {"employer", text_or_null(job.employer)},
          {"list", text_or_null(job.title)},
          {"verdict", text_or_null(job.verdict)},
          {"since", text_or_null(job.since)},
          {"until", text_or_null(job.until)},
          {"reason", text_or_null(job.reason("en"))},
          {"fix", text_or_null(job.step("en"))},
          {"last_report", last_report_of(job)}};
}

JobStanding job_from(const json& told) {
  JobStanding job;
  job.job = text_of(told, "job");
  job.employer = text_of(told, "employer");
  job.verdict = text_of(told, "verdict");
  if (!verdict_from(job.verdict)) {
    job.verdict.clear();
    return job;
  }
  job.since = text_of(told, "since");
  job.until = text_of(told, "until");
  job.why = member_of(told, "why") != nullptr
                ? why_from_json(*member_of(told, "why"))
                : Why(ToldSentences{text_of(told, "reason"), text_of(told, "fix")});  // of earlier versions
  if (const auto last = told.find("last_report"); last != told.end() && last->is_object()) {
    job.last_report = text_of(*last, "id");
    job.last_spec = text_of(*last, "spec");
    job.last_finished = text_of(*last, "finished");
  }
  if (const auto alarm = told.find("alarm"); alarm != told.end()) job.alarm = Alarm::from_json(*alarm);
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

json reasons_to_json(const std::map<std::string, Reason>& reasons) {
  json told = json::object();
  for (const auto& [name, reason] : reasons) told[name] = to_string(reason);
  return told;
}

std::map<std::string, Reason> reasons_from(const json& told, const char* key) {
  std::map<std::string, Reason> reasons;
  for (const auto& [name, value] : object_of(told, key).items()) {
    const auto reason = value.is_string() ? reason_from(value.get<std::string>()) : std::nullopt;
    if (reason) reasons[name] = *reason;
  }
  return reasons;
}

/// A pause of which nobody can tell when it ends is none: without checks the person would wait for ever.
std::optional<WallTime> pause_from(const json& told, std::string* fault) {
  const json* written = member_of(told, "paused_until");
  if (written == nullptr || written->is_null()) return std::nullopt;
  if (*written == "resume") return WallTime::max();
  const auto until = time_of(told, "paused_until");
  if (!until && fault != nullptr) *fault = pause_dropped_words("en", json_text(*written));
  return until;
}

}  // namespace

json standing_json(const DaemonMemory& memory) {
  const JobStanding none;
  const JobStanding* worst = memory.worst();
  json told = to_json(worst == nullptr ? none : *worst, {});
  for (const char* const own : {"job", "name", "employer", "list"}) told.erase(own);
  told["jobs"] = json::array();
  const std::vector<std::string> names = names_of(memory.jobs);
  for (std::size_t i = 0; i < names.size(); ++i) told["jobs"].push_back(to_json(memory.jobs[i], names[i]));
  return told;
}

json pause_json(const std::optional<WallTime>& until) {
  if (!until) return {};
  return *until == WallTime::max() ? json("resume") : json(format_time(*until));
}

tl::expected<DaemonMemory, std::string> read_memory(std::string_view text, std::string* fault) {
  const auto read = read_json(text);
  if (!read) return tl::unexpected(refusal_words("en", read.error()));
  if (!read->is_object()) return tl::unexpected(std::string("it is no JSON object"));
  const json& told = *read;
  DaemonMemory memory;
  if (const auto jobs = told.find("jobs"); jobs != told.end() && jobs->is_array()) {
    for (const json& job : *jobs) {
      if (job.is_object()) memory.jobs.push_back(job_from(job));
    }
  }
  memory.seen = parse_time(text_of(told, "seen")).value_or(WallTime{});
  memory.checked = times_from(told, "checked");
  memory.loaded = times_from(told, "loaded");
  memory.stands_in = reasons_from(told, "stands_in");
  memory.paused_until = pause_from(told, fault);
  return memory;
}

std::string memory_text(const DaemonMemory& memory) {
  json told = {{"seen", format_time(memory.seen)},
               {"checked", times_to_json(memory.checked)},
               {"loaded", times_to_json(memory.loaded)},
               {"stands_in", reasons_to_json(memory.stands_in)},
               {"jobs", json::array()}};
  for (const JobStanding& job : memory.jobs) {
    json kept = to_json(job, job.name());
    for (const char* const sentence : {"reason", "fix"}) kept.erase(sentence);
    kept["why"] = why_to_json(job.why);
    kept["alarm"] = job.alarm.to_json();
    told["jobs"].push_back(std::move(kept));
  }
  if (memory.paused_until) told["paused_until"] = pause_json(memory.paused_until);
  return json_text(told, 2) + "\n";
}

}  // namespace deskready
