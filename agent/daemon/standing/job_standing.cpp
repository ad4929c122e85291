#include "agent/daemon/standing/job_standing.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "config/base/text.h"
#include "config/spec/spec.h"

namespace deskready {

void JobStanding::becomes(std::string_view new_verdict, Why new_why, std::string_view when) {
  if (verdict != new_verdict || since.empty()) since = when;
  verdict = new_verdict;
  why = std::move(new_why);
}

void JobStanding::add(const ReportSummary& report) {
  if (report.interrupted) return;
  becomes(report.verdict, report.why, report.finished);
  until = report.until;
  last_report = report.id;
  last_spec = report.spec;
  employer = report.employer;
  last_finished = report.finished;
}

void JobStanding::add_failure(const CheckTrouble& trouble, std::string_view now) {
  becomes("incomplete", trouble, now);
  until.clear();
}

namespace {

/// Somebody else wrote it, and it stands in every line of an answer.
std::string bounded(const std::string& name) {
  constexpr std::size_t longest = 120;
  if (name.size() <= longest) return name;
  std::size_t end = 0;
  for (std::size_t next = 0; next <= longest;
       next += std::max<std::size_t>(character_length(std::string_view(name).substr(next)), 1))
    end = next;
  return name.substr(0, end) + "…";
}

}  // namespace

std::string JobStanding::name() const {
  const std::string whose = who_asks(employer, !title.empty() ? title : !list.empty() ? list : job);
  return bounded(more.empty() ? whose : fmt::format("{} ({})", whose, more));
}

std::vector<std::string> names_of(const std::vector<JobStanding>& jobs) {
  std::vector<std::string> names;
  for (const JobStanding& job : jobs) {
    const std::string name = job.name();
    std::string own = name;
    for (int number = 2; std::find(names.begin(), names.end(), own) != names.end(); ++number)
      own = fmt::format("{} {}", name, number);
    names.push_back(std::move(own));
  }
  return names;
}

namespace {

std::string more_of(const Job& job) {
  return job.role + (job.role.empty() || job.reference.empty() ? "" : ", ") + job.reference;
}

}  // namespace

void take_names(JobStanding& standing, const Job& job, const SpecNames& names) {
  std::filesystem::path file(job.spec.substr(0, job.spec.find('#')));
  if (file.extension() == ".dsse") file.replace_extension();
  standing.list = file.extension() == ".toml" || file.has_parent_path() ? file.stem().string() : job.spec;
  standing.more = more_of(job);
  const auto own = names.find(job.spec);
  if (own == names.end()) return;
  standing.title = own->second.title;
  if (!own->second.employer.empty()) standing.employer = own->second.employer;
}

std::string job_name(const Job& job) {
  const std::string more = more_of(job);
  return more.empty() ? job.spec : fmt::format("{} ({})", job.spec, more);
}

}  // namespace deskready
