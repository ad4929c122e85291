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

/// Not what it last found, where that holds no more.
std::string words_of(const json& readiness, const json& job) {
  if (verdict_from(text_of(readiness, "verdict"))) return standing_words(job);
  const std::string since = text_of(readiness, "since");
  const NotKnown why = text_of(job, "verdict").empty() ? NotKnown::never_checked
                       : since.empty()                 ? NotKnown::no_end
                                                       : NotKnown::too_old;
  return fmt::format("{} {}", not_known_words("en", why, local_time_of(since)),
                     text_of(readiness, "first_step"));
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
  if (const auto until = time_of(standing, "until"); until && SystemClock().now() >= *until)
    return not_known_words("en", NotKnown::too_old, local_time_of(text_of(standing, "until")));
  return last_found_words("en", {text_of(standing, "verdict"), local_time_of(text_of(standing, "since")),
                                 text_of(standing, "reason"), text_of(standing, "fix")});
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
