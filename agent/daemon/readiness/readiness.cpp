#include "agent/daemon/readiness/readiness.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "config/base/json/json_read.h"
#include "reports/assess/outcome.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

using nlohmann::json;

std::optional<WallTime> time_in(const std::string& text) {
  const auto time = parse_time(text);
  return time ? std::optional(*time) : std::nullopt;
}

JobReadiness readiness_of(const JobStanding& job, std::string name, WallTime now) {
  JobReadiness told{std::move(name), job.list, std::string(not_known), {}, {}, check_first_words("en")};
  const auto until = time_in(job.until);
  const bool holds = until && now < *until;
  // A check that failed has found nothing that could grow old.
  const auto found = verdict_from(job.verdict);
  if (!found || (!holds && *found != Verdict::incomplete)) {
    if (until && found) told.since = until;
    return told;
  }
  told.verdict = job.verdict;
  told.since = time_in(job.since);
  if (holds) told.until = until;
  told.first_step = job.step("en");
  return told;
}

}  // namespace

std::optional<WallTime> Readiness::ends() const {
  std::optional<WallTime> first;
  for (const JobReadiness& job : jobs)
    if (job.until && (!first || *job.until < *first)) first = job.until;
  return first;
}

Readiness readiness_of(const DaemonMemory& memory, WallTime now) {
  Readiness told{std::string(not_known), {}};
  std::vector<std::string> names = names_of(memory.jobs);
  for (std::size_t i = 0; i < names.size(); ++i)
    told.jobs.push_back(readiness_of(memory.jobs[i], std::move(names[i]), now));
  const auto worst = std::max_element(told.jobs.begin(), told.jobs.end(), [](const auto& a, const auto& b) {
    return verdict_or_undecided(a.verdict) < verdict_or_undecided(b.verdict);
  });
  if (worst != told.jobs.end()) told.verdict = worst->verdict;
  return told;
}

json readiness_json(const Readiness& readiness) {
  const auto time_or_null = [](const std::optional<WallTime>& time) {
    return time ? json(format_time(*time)) : json();
  };
  json told = {{"verdict", readiness.verdict}, {"jobs", json::array()}};
  for (const JobReadiness& job : readiness.jobs) {
    told["jobs"].push_back({{"name", job.name},
                            {"spec", job.spec},
                            {"verdict", job.verdict},
                            {"since", time_or_null(job.since)},
                            {"until", time_or_null(job.until)},
                            {"first_step", text_or_null(job.first_step)}});
  }
  return told;
}

}  // namespace deskready
