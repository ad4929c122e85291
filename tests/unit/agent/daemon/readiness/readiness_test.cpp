#include "agent/daemon/readiness/readiness.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "agent/daemon/readiness/ready_file.h"

namespace deskready {
namespace {

using namespace std::chrono_literals;

const WallTime ten = *parse_time("2026-11-24T10:00:00Z");

JobStanding standing(const char* spec, std::string_view verdict, WallTime until) {
  Job job;
  job.spec = spec;
  JobStanding made;
  made.job = job_name(job);
  take_names(made, job);
  ReportSummary report;
  report.id = "ab12";
  report.verdict = verdict;
  report.finished = "2026-11-24T09:00:00Z";
  report.until = format_time(until);
  report.why = ToldSentences{"", "Plug it in."};
  made.add(report);
  return made;
}

Readiness of(std::vector<JobStanding> jobs, WallTime now = ten) {
  DaemonMemory memory;
  memory.jobs = std::move(jobs);
  return readiness_of(memory, now);
}

TEST(Readiness, HoldsUpToItsEndAndNotLonger) {
  const JobStanding job = standing("acme", "ready", ten);
  const Readiness before = of({job}, ten - 1s), after = of({job}, ten);
  EXPECT_EQ(before.verdict, "ready");
  EXPECT_EQ(before.jobs[0].until, ten);
  EXPECT_EQ(before.jobs[0].since, *parse_time("2026-11-24T09:00:00Z"));
  EXPECT_EQ(before.ends(), ten);
  EXPECT_EQ(after.verdict, "not_known");
  EXPECT_EQ(after.jobs[0].since, ten) << "since then nobody knows";
  EXPECT_EQ(after.jobs[0].until, std::nullopt);
  EXPECT_EQ(after.ends(), std::nullopt);
  EXPECT_NE(after.jobs[0].first_step, "Plug it in.") << "advice on what was found";
}

TEST(Readiness, IsNotKnownWhereNobodySaidHowLongItHolds) {
  for (const char* verdict : {"ready", "ready_with_warnings", "not_ready"}) {
    JobStanding job = standing("acme", verdict, ten + 1h);
    EXPECT_EQ(of({job}).verdict, verdict);
    for (const char* until : {"", "soon", "2026-11-24"}) {
      job.until = until;
      EXPECT_EQ(of({job}).verdict, "not_known") << verdict << " until " << until;
    }
  }
}

TEST(Readiness, OfACheckThatFailedIsNotDecided) {
  JobStanding job = standing("acme", "ready", ten + 1h);
  job.add_failure({.error = "it left no report"}, "2026-11-24T09:30:00Z");
  const Readiness told = of({job});
  EXPECT_EQ(told.verdict, "incomplete");
  EXPECT_EQ(told.jobs[0].until, std::nullopt);
}

TEST(Readiness, IsThatOfTheWorstJob) {
  const auto ready = standing("a", "ready", ten + 1h), not_ready = standing("b", "not_ready", ten + 1h),
             warned = standing("c", "ready_with_warnings", ten + 1h), old = standing("d", "ready", ten - 1h);
  EXPECT_EQ(of({ready, warned}).verdict, "ready_with_warnings");
  EXPECT_EQ(of({old, warned, ready}).verdict, "not_known");
  EXPECT_EQ(of({old, not_ready, ready}).verdict, "not_ready");
  EXPECT_EQ(of({}).verdict, "not_known") << "nobody asks for anything";
}

TEST(Readiness, TellsNoPlaceOnTheDisk) {
  const std::string text = readiness_json(of({standing("/home/ana/acme.toml", "ready", ten + 1h)})).dump();
  EXPECT_EQ(text.find("ana"), std::string::npos) << text;
  EXPECT_NE(text.find("\"acme\""), std::string::npos) << text;
}

TEST(ReadyFile, IsWrittenAtAChangeAndWhenItGrowsOld) {
  ReadyFile file;
  const Readiness ready = of({standing("acme", "ready", ten + 1h)}),
                  not_ready = of({standing("acme", "not_ready", ten + 1h)});
  ASSERT_TRUE(file.text_due(ready, ten));
  EXPECT_FALSE(file.text_due(ready, ten + 1s));
  EXPECT_TRUE(file.text_due(not_ready, ten + 2s));
  EXPECT_EQ(file.next(), ten + 2s + ReadyFile::renewed_after);
  EXPECT_FALSE(file.text_due(not_ready, file.next() - 1s));
  EXPECT_TRUE(file.text_due(not_ready, file.next()));
  EXPECT_TRUE(file.text_due(not_ready, ten - 1h)) << "the clock was set back";
}

TEST(ReadyFile, IsBelievedNoLongerThanWhatItSays) {
  ReadyFile file;
  const auto told = [&](WallTime until) {
    return nlohmann::json::parse(*file.text_due(of({standing("acme", "ready", until)}), ten));
  };
  EXPECT_EQ(told(ten + 1h)["until"], format_time(ten + ReadyFile::believed));
  EXPECT_EQ(told(ten + 30s)["until"], format_time(ten + 30s));
  EXPECT_EQ(file.next(), ten + 30s);
  EXPECT_EQ(told(ten + 1h)["schema"], "deskready.ready/1");
  EXPECT_EQ(told(ten + 2h)["written"], format_time(ten));
}

}  // namespace
}  // namespace deskready
