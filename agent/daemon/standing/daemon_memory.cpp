#include "agent/daemon/standing/daemon_memory.h"

#include <algorithm>
#include <chrono>

#include "reports/assess/outcome.h"

namespace deskready {

const JobStanding* DaemonMemory::worst() const {
  const JobStanding* found = nullptr;
  for (const JobStanding& job : jobs) {
    const auto verdict = verdict_from(job.verdict);
    if (verdict && (found == nullptr || verdict > verdict_from(found->verdict))) found = &job;
  }
  return found;
}

void DaemonMemory::arrange(const std::vector<Job>& asked, int agree, const SpecNames& names) {
  std::vector<JobStanding> arranged;
  for (const Job& job : asked) {
    const std::string name = job_name(job);
    const auto known =
        std::find_if(jobs.begin(), jobs.end(), [&](const auto& one) { return one.job == name; });
    arranged.push_back(known == jobs.end() ? JobStanding{} : *known);
    arranged.back().job = name;
    take_names(arranged.back(), job, names);
    arranged.back().alarm.set_after(agree);
  }
  jobs = std::move(arranged);
}

void DaemonMemory::forget_unfinished(int agree) {
  for (JobStanding& job : jobs) {
    job.alarm.set_after(agree);
    const auto began = checked.find(job.job);
    if (began == checked.end()) continue;
    const auto finished = parse_time(job.last_finished);
    // What ended in the second in which it began has ended.
    const bool ended = finished && *finished + std::chrono::seconds(1) > began->second;
    if (!ended || job.alarm.awaits_retest()) checked.erase(began);
  }
}

Alarm::Next DaemonMemory::hear(const CheckEnd& end, WallTime now) {
  const auto job = std::find_if(jobs.begin(), jobs.end(),
                                [&](const JobStanding& one) { return one.job == end.order.name; });
  if (job == jobs.end()) return Alarm::Next::nothing;  // the settings were read anew meanwhile, without it
  if (end.report) {
    job->add(*end.report);
    if (end.report->interrupted) return Alarm::Next::nothing;
  } else if (!end.told_to_end) {
    job->add_failure(end.trouble.value_or(CheckTrouble()), format_time(now));
  } else {
    return Alarm::Next::nothing;
  }
  return job->alarm.heard(job->verdict, end.order.retest);
}

const JobStanding* DaemonMemory::find(std::string_view job) const {
  const auto found =
      std::find_if(jobs.begin(), jobs.end(), [&](const JobStanding& one) { return one.job == job; });
  return found == jobs.end() ? nullptr : &*found;
}

ScheduleMemory DaemonMemory::for_schedule(const std::vector<Job>& asked) const {
  ScheduleMemory memory;
  memory.seen = seen;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string name = job_name(asked[i]);
    if (const auto found = checked.find(name); found != checked.end()) memory.checked[i] = found->second;
    if (const auto found = loaded.find(name); found != loaded.end()) memory.loaded[i] = found->second;
    if (const auto found = stands_in.find(name); found != stands_in.end())
      memory.stands_in[i] = found->second;
  }
  return memory;
}

void DaemonMemory::take(const ScheduleMemory& schedule, const std::vector<Job>& asked) {
  seen = schedule.seen;
  for (const auto& [index, when] : schedule.checked) checked[job_name(asked[index])] = when;
  for (const auto& [index, when] : schedule.loaded) loaded[job_name(asked[index])] = when;
  stands_in.clear();
  for (const auto& [index, why] : schedule.stands_in) stands_in[job_name(asked[index])] = why;
}

}  // namespace deskready
