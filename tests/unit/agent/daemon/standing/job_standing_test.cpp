#include "agent/daemon/standing/job_standing.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

ReportSummary found(std::string_view verdict, std::string_view finished) {
  ReportSummary summary;
  summary.id = "ab12";
  summary.spec = "acme";
  summary.verdict = verdict;
  summary.finished = finished;
  return summary;
}

TEST(JobStanding, ACheckWithoutAReportIsNeverAPass) {
  JobStanding job;
  job.add(found("ready", "2026-11-24T09:30:00Z"));
  job.add_failure({.by_signal = true, .end = "signal 9 (KILL)", .error = "it left no report"},
                  "2026-11-24T09:31:00Z");
  EXPECT_EQ(job.verdict, "incomplete");
  EXPECT_EQ(job.reason("en"),
            "The last check failed: it was ended by signal 9 (KILL), and it left no report.");
  EXPECT_EQ(job.last_report, "ab12");
  EXPECT_EQ(job.step("en"), "Check this computer: deskready trigger");
}

TEST(JobStanding, SinceStaysWhileTheVerdictDoes) {
  JobStanding job;
  job.add(found("ready", "2026-11-24T09:30:00Z"));
  job.add(found("ready", "2026-11-24T15:30:00Z"));
  EXPECT_EQ(job.since, "2026-11-24T09:30:00Z");
  EXPECT_EQ(job.last_finished, "2026-11-24T15:30:00Z");
  job.add(found("not_ready", "2026-11-24T21:30:00Z"));
  EXPECT_EQ(job.since, "2026-11-24T21:30:00Z");
}

TEST(JobStanding, IsCalledByItsEmployerAndNeverByAFile) {
  Job job;
  job.spec = "/home/ana/sheets/acme.toml";
  job.role = "video";
  job.reference = "A-1";
  JobStanding standing;
  standing.job = job_name(job);
  take_names(standing, job);
  EXPECT_EQ(standing.name(), "acme (video, A-1)");
  ReportSummary report = found("ready", "2026-11-24T09:30:00Z");
  report.employer = "Acme Support";
  standing.add(report);
  EXPECT_EQ(standing.name(), "Acme Support (video, A-1)");
  EXPECT_EQ(names_of({standing, standing, JobStanding()}),
            (std::vector<std::string>{"Acme Support (video, A-1)", "Acme Support (video, A-1) 2", ""}));
  standing.employer.assign(200, 'x');
  standing.employer.replace(119, 2, "\u00fc");  // across the bound
  EXPECT_EQ(standing.name(), std::string(119, 'x') + "\u2026");
  job.spec = "voice-baseline";
  take_names(standing, job);
  EXPECT_EQ(standing.list, "voice-baseline");
}

TEST(JobStanding, IsCalledAsItsSpecSaysBeforeTheFirstReport) {
  Job job;
  job.spec = "/home/ana/Downloads/requirements-v3.toml";
  const auto name_by = [&](const SpecName& own) {
    JobStanding standing;
    take_names(standing, job, {{job.spec, own}, {"other", {"other", "Other Ltd"}}});
    return standing.name();
  };
  EXPECT_EQ(name_by({"acme-voice", "Acme Support"}), "Acme Support");
  EXPECT_EQ(name_by({"acme-voice", ""}), "acme-voice");
  EXPECT_EQ(name_by({}), "requirements-v3");
  JobStanding known;
  known.employer = "Acme Support";
  take_names(known, job, {{job.spec, {"acme-voice", ""}}});
  EXPECT_EQ(known.name(), "Acme Support") << "as the last report said";
}

TEST(JobStanding, AnInterruptedCheckChangesNothing) {
  JobStanding job;
  job.add(found("ready", "2026-11-24T09:30:00Z"));
  ReportSummary cut = found("incomplete", "2026-11-24T15:30:00Z");
  cut.interrupted = true;
  job.add(cut);
  EXPECT_EQ(job.verdict, "ready");
}

}  // namespace
}  // namespace deskready
