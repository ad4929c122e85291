#include "agent/daemon/metrics.h"

#include <array>

#include "reports/formats/metric_page.h"

namespace deskready {
namespace {

double seconds(WallTime time) {
  return static_cast<double>(unix_seconds(time));
}

void add_jobs(MetricPage& page, const DaemonMemory& memory) {
  constexpr std::array verdicts = {Verdict::ready, Verdict::ready_with_warnings, Verdict::incomplete,
                                   Verdict::not_ready};
  const std::vector<std::string> names = names_of(memory.jobs);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const JobStanding& job = memory.jobs[i];
    const std::string& name = names[i];
    for (const Verdict verdict : verdicts) {
      const std::string word(to_string(verdict));
      page.gauge("deskready_verdict", "", "1 for the verdict of the job's last check, 0 for the others.",
                 {{"job", name}, {"verdict", word}}, job.verdict == word ? 1 : 0);
    }
    if (const auto since = parse_time(job.since)) {
      page.gauge("deskready_verdict_since", "seconds",
                 "When the first of the latest checks with this verdict ended, since 1970.", {{"job", name}},
                 seconds(*since));
    }
    if (const auto last = parse_time(job.last_finished)) {
      page.gauge("deskready_last_check", "seconds", "When the job's last check ended, since 1970.",
                 {{"job", name}}, seconds(*last));
    }
  }
}

}  // namespace

std::string metrics_text(const DaemonState& state) {
  MetricPage page;
  page.gauge("deskready_build_info", "", "The version in a label.", {{"version", DESKREADY_VERSION}}, 1);
  add_jobs(page, state.memory);
  page.gauge("deskready_checking", "", "1 while a check runs.", {}, state.checking ? 1 : 0);
  page.gauge("deskready_paused", "", "1 while checks are paused.", {}, state.paused() ? 1 : 0);
  page.gauge("deskready_calls_visible", "", "1 when a live call can be noticed, 0 without a sound server.",
             {}, state.sees_calls ? 1 : 0);
  if (state.hold) {
    page.gauge("deskready_held", "", "1 while the heavy parts of a check wait, with the cause.",
               {{"cause", std::string(cause_of(state.hold->reason))}}, 1);
  }
  if (state.next) {
    page.gauge("deskready_next_check", "seconds", "When the next check is planned, since 1970.", {},
               seconds(*state.next));
  }
  const std::string used = "What the daemon's own checks have used of the line.";
  page.gauge("deskready_data_used", "bytes", used, {{"period", "day"}},
             static_cast<double>(state.used.day_bytes));
  page.gauge("deskready_data_used", "bytes", used, {{"period", "month"}},
             static_cast<double>(state.used.month_bytes));
  return page.text();
}

}  // namespace deskready
