#include "agent/daemon/standing/daemon_standing.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace deskready {
namespace {

std::string report(std::string_view verdict, std::string_view id = "ab12", std::string_view more = "") {
  return fmt::format(
      R"({{"schema": "deskready.report/1", "id": "{}", "finished": "2026-11-24T09:30:00Z", "verdict": "{}",
          "spec": {{"name": "acme"}}{}}})",
      id, verdict, more);
}

ReportSummary found(std::string_view verdict, std::string_view finished) {
  ReportSummary summary;
  summary.id = "ab12";
  summary.spec = "acme";
  summary.verdict = verdict;
  summary.finished = finished;
  return summary;
}

TEST(ReportSummary, TakesTheFindingThatDecides) {
  const auto summary = summarise_report(report("not_ready", "ab12", R"(, "findings": [
      {"level": "recommend", "outcome": "not_met", "message": "a wish"},
      {"level": "require", "outcome": "not_measured", "message": "a gap"},
      {"level": "require", "outcome": "not_met", "message": "the disk is full"}])"));
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->reason, "the disk is full");
  EXPECT_EQ(summary->spec, "acme");
  EXPECT_FALSE(summary->interrupted);
}

TEST(ReportSummary, AFixIsForWhatFailedNotForWhatCouldNotBeChecked) {
  constexpr auto finding =
      R"(, "findings": [{{"level": "require", "outcome": "{}", "message": "m", "fix": {{"en": "Do this."}}}}])";
  EXPECT_EQ(summarise_report(report("not_ready", "ab12", fmt::format(finding, "not_met")))->fix, "Do this.");
  EXPECT_EQ(summarise_report(report("incomplete", "ab12", fmt::format(finding, "not_measured")))->fix, "");
}

TEST(ReportSummary, RefusesWhatItCannotTell) {
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{}"), report("splendid"),
        report("ready", "../../etc/x"), report("ready", ""),
        std::string(R"({"schema": "deskready.report/2", "verdict": "ready"})"), std::string(100'000, '[')}) {
    EXPECT_FALSE(summarise_report(text)) << text.substr(0, 80);
  }
}

DaemonMemory two_jobs() {
  DaemonMemory memory;
  Job first, second;
  first.spec = "acme";
  second.spec = "bolt";
  second.role = "video";
  memory.arrange({first, second}, 1);
  return memory;
}

TEST(DaemonMemory, TheWorstOfAllJobsIsTold) {
  DaemonMemory memory = two_jobs();
  EXPECT_EQ(standing_json(memory)["verdict"], nullptr);
  memory.jobs[0].add(found("ready", "2026-11-24T09:30:00Z"));
  EXPECT_EQ(standing_json(memory)["verdict"], "ready");
  memory.jobs[1].add(found("not_ready", "2026-11-24T09:31:00Z"));
  EXPECT_EQ(standing_json(memory)["verdict"], "not_ready");
  EXPECT_EQ(standing_json(memory)["jobs"][1]["job"], "bolt (video)");
}

TEST(JobStanding, ACheckWithoutAReportIsNeverAPass) {
  JobStanding job;
  job.add(found("ready", "2026-11-24T09:30:00Z"));
  job.add_failure("it crashed", "2026-11-24T09:31:00Z");
  EXPECT_EQ(job.verdict, "incomplete");
  EXPECT_EQ(job.reason, "it crashed");
  EXPECT_EQ(job.last_report, "ab12");
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

TEST(JobStanding, AnInterruptedCheckChangesNothing) {
  JobStanding job;
  job.add(found("ready", "2026-11-24T09:30:00Z"));
  ReportSummary cut = found("incomplete", "2026-11-24T15:30:00Z");
  cut.interrupted = true;
  job.add(cut);
  EXPECT_EQ(job.verdict, "ready");
}

TEST(DaemonMemory, SurvivesARestartAndANewOrderOfTheJobs) {
  std::string name = (std::filesystem::temp_directory_path() / "deskready-memory-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(name.data());
  DaemonMemory memory = two_jobs();
  memory.jobs[1].add(found("not_ready", "2026-11-24T09:31:00Z"));
  const WallTime noon(std::chrono::seconds(1'800'000'000));
  Job first, second, third;
  first.spec = "acme";
  second.spec = "bolt";
  second.role = "video";
  third.spec = "new";
  memory.take({noon, {{1, noon}}, {{1, noon}}}, {first, second});
  memory.paused_until = noon;
  ASSERT_TRUE(save_memory(folder / "standing.json", memory));
  auto again = load_memory(folder / "standing.json");
  ASSERT_TRUE(again) << again.error();
  again->arrange({third, second}, 1);
  EXPECT_EQ(again->jobs[0].verdict, "");
  EXPECT_EQ(again->jobs[1].verdict, "not_ready");
  EXPECT_EQ(again->paused_until, noon);
  const ScheduleMemory schedule = again->for_schedule({third, second});
  EXPECT_EQ(schedule.seen, noon);
  EXPECT_EQ(schedule.checked.size(), 1u);
  EXPECT_EQ(schedule.loaded.at(1), noon);
  again->paused_until = WallTime::max();
  ASSERT_TRUE(save_memory(folder / "standing.json", *again));
  EXPECT_EQ(load_memory(folder / "standing.json")->paused_until, WallTime::max());
  std::filesystem::remove_all(folder);
}

TEST(DaemonMemory, ACheckThatDidNotEndBeforeTheRestartIsMadeAnew) {
  DaemonMemory memory = two_jobs();
  const WallTime began = *parse_time("2026-11-24T09:30:00Z");
  Job first, second;
  first.spec = "acme";
  second.spec = "bolt";
  second.role = "video";
  memory.jobs[0].add(found("ready", "2026-11-24T09:30:00Z"));  // in the second in which it began
  memory.jobs[1].add(found("ready", "2026-11-24T09:29:00Z"));
  memory.take({began, {{0, began + std::chrono::milliseconds(900)}, {1, began}}, {{1, began}}},
              {first, second});
  memory.forget_unfinished();
  const ScheduleMemory schedule = memory.for_schedule({first, second});
  EXPECT_TRUE(schedule.checked.contains(0));
  EXPECT_FALSE(schedule.checked.contains(1));
  EXPECT_EQ(schedule.loaded.at(1), began);  // at most one load test a shift
}

TEST(DaemonMemory, AChangeThatWasNotConfirmedBeforeTheRestartIsLookedAtAnew) {
  DaemonMemory memory = two_jobs();
  const WallTime began = *parse_time("2026-11-24T09:29:00Z");
  Job first, second;
  first.spec = "acme";
  second.spec = "bolt";
  second.role = "video";
  for (JobStanding& job : memory.jobs) {
    job.add(found("not_ready", "2026-11-24T09:30:00Z"));
    job.alarm.heard("not_ready", false);
  }
  memory.jobs[1].alarm.heard("not_ready", true);  // and told
  memory.take({began, {{0, began}, {1, began}}, {}}, {first, second});
  memory.forget_unfinished();
  const ScheduleMemory schedule = memory.for_schedule({first, second});
  EXPECT_FALSE(schedule.checked.contains(0));
  EXPECT_TRUE(schedule.checked.contains(1));
}

TEST(DaemonMemory, ABrokenFileIsAnErrorAndNoneIsNot) {
  EXPECT_TRUE(load_memory("/nonexistent/standing.json"));
  EXPECT_FALSE(load_memory("/dev/null"));
}

}  // namespace
}  // namespace deskready
