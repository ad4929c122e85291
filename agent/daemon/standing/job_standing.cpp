#include "agent/daemon/standing/job_standing.h"

#include <fmt/format.h>

namespace deskready {

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
  std::string name = job.spec;
  const std::string more = job.role + (job.role.empty() || job.reference.empty() ? "" : ", ") + job.reference;
  return more.empty() ? name : fmt::format("{} ({})", name, more);
}

}  // namespace deskready
