#include "agent/cli/service/told_standing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/cli/output.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/base/json/json_read.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "reports/assess/outcome.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

using nlohmann::json;

const json& array_of(const json& object, std::string_view name) {
  static const json none = json::array();
  const json* found = member_of(object, name);
  return found != nullptr && found->is_array() ? *found : none;
}

/// "acme" is asked for as "acme (video, A-1)" in the settings' own words, too.
bool is_meant(const json& readiness, const json& job, const std::string& spec) {
  const std::string own = text_of(job, "job");
  return spec.empty() || same_text(text_of(readiness, "spec"), spec) || own == spec ||
         same_text(text_of(object_of(job, "last_report"), "spec"), spec) ||
         same_text(text_of(job, "employer"), spec) || same_text(text_of(job, "list"), spec) ||
         own.starts_with(spec + " (");
}

std::string too_old_words(const std::string& since) {
  return fmt::format("Not known since {}, for the last check is too old.", local_time_of(since));
}

/// Not what it last found, where that holds no more.
std::string words_of(const json& readiness, const json& job) {
  if (verdict_from(text_of(readiness, "verdict"))) return standing_words(job);
  const std::string why = text_of(job, "verdict").empty() ? "Not known, for nothing was checked yet."
                          : text_of(readiness, "since").empty()
                              ? "Not known, for the last check does not say how long it holds."
                              : too_old_words(text_of(readiness, "since"));
  return fmt::format("{} {}", why, text_of(readiness, "first_step"));
}

ToldJob told_job(const json& readiness, const json& job) {
  ToldJob told{text_of(readiness, "name"),
               text_of(readiness, "verdict"),
               words_of(readiness, job),
               {},
               text_of(readiness, "first_step")};
  if (verdict_from(told.verdict)) told.reason = text_of(job, "reason");
  return told;
}

}  // namespace

void say_line(const std::string& text) {
  deliver({}, line_for(Standard::output, text));
}

std::string local_time_of(const std::string& told) {
  const auto time = parse_time(told);
  return time ? short_local_time(*time) : told;
}

std::string standing_words(const json& standing) {
  const std::string verdict = text_of(standing, "verdict");
  const std::string since = local_time_of(text_of(standing, "since"));
  const std::string reason = text_of(standing, "reason");
  const std::string fix = text_of(standing, "fix");
  const std::string because =
      reason.empty() ? "." : fmt::format(": {}{}{}", reason, fix.empty() ? "" : " ", fix);
  if (const auto until = time_of(standing, "until"); until && SystemClock().now() >= *until)
    return too_old_words(text_of(standing, "until"));
  if (verdict == "ready") return fmt::format("Ready since {}.", since);
  if (verdict == "ready_with_warnings")
    return fmt::format("Ready, with a warning, since {}{}", since, because);
  if (verdict == "incomplete") return fmt::format("Not decided yet since {}{}", since, because);
  if (verdict == "not_ready") return fmt::format("Not ready since {}{}", since, because);
  return "Nothing was checked yet.";
}

const ToldJob& ToldReadiness::worst() const {
  return *std::max_element(jobs.begin(), jobs.end(), [](const ToldJob& a, const ToldJob& b) {
    return verdict_or_undecided(a.verdict) < verdict_or_undecided(b.verdict);
  });
}

int ToldReadiness::code() const {
  return exit_code(verdict_or_undecided(worst().verdict));
}

tl::expected<ToldReadiness, std::string> told_readiness(const json& status, const std::string& spec) {
  ToldReadiness told;
  std::string specs;
  const json& jobs = array_of(status, "jobs");
  const json& readiness = array_of(object_of(status, "readiness"), "jobs");
  for (std::size_t i = 0; i < std::min(jobs.size(), readiness.size()); ++i) {
    specs += (specs.empty() ? "" : ", ") + text_of(readiness[i], "spec");
    if (is_meant(readiness[i], jobs[i], spec)) told.jobs.push_back(told_job(readiness[i], jobs[i]));
  }
  if (!told.jobs.empty()) return told;
  return tl::unexpected(
      specs.empty()
          ? std::string("the background service names no job; are both of one version?")
          : fmt::format("no job of the background service is for \"{}\"; it checks for {}", spec, specs));
}

}  // namespace deskready
