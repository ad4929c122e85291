#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "agent/daemon/standing/memory_json.h"

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

TEST(DaemonMemory, WhatAJobCanBeAskedForByIsTold) {
  DaemonMemory memory;
  Job job;
  job.spec = "/home/ana/requirements.toml";
  memory.arrange({job}, 1, {{job.spec, {"acme-voice", "Acme Support"}}});
  const auto told = standing_json(memory);
  EXPECT_EQ(told["jobs"][0]["name"], "Acme Support");
  EXPECT_EQ(told["jobs"][0]["employer"], "Acme Support");
  EXPECT_EQ(told["jobs"][0]["list"], "acme-voice");
  EXPECT_FALSE(told.contains("employer"));
  EXPECT_EQ(read_memory(memory_text(memory))->jobs[0].employer, "Acme Support");
}

TEST(DaemonMemory, SurvivesARestartAndANewOrderOfTheJobs) {
  DaemonMemory memory = two_jobs();
  memory.jobs[1].add(found("not_ready", "2026-11-24T09:31:00Z"));
  const WallTime noon(std::chrono::seconds(1'800'000'000));
  Job first, second, third;
  first.spec = "acme";
  second.spec = "bolt";
  second.role = "video";
  third.spec = "new";
  memory.take({noon, {{1, noon}}, {{1, noon}}, {{1, Reason::too_late}}}, {first, second});
  memory.paused_until = noon;
  auto again = read_memory(memory_text(memory));
  ASSERT_TRUE(again) << again.error();
  again->arrange({third, second}, 1);
  EXPECT_EQ(again->jobs[0].verdict, "");
  EXPECT_EQ(again->jobs[1].verdict, "not_ready");
  EXPECT_EQ(again->paused_until, noon);
  const ScheduleMemory schedule = again->for_schedule({third, second});
  EXPECT_EQ(schedule.seen, noon);
  EXPECT_EQ(schedule.checked.size(), 1u);
  EXPECT_EQ(schedule.loaded.at(1), noon);
  EXPECT_EQ(schedule.stands_in, (std::map<std::size_t, Reason>{{1, Reason::too_late}}));
  again->paused_until = WallTime::max();
  EXPECT_EQ(read_memory(memory_text(*again))->paused_until, WallTime::max());
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
  memory.take({began, {{0, began + std::chrono::milliseconds(900)}, {1, began}}, {{1, began}}, {}},
              {first, second});
  memory.forget_unfinished(1);
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
  memory.take({began, {{0, began}, {1, began}}, {}, {}}, {first, second});
  memory.forget_unfinished(1);
  const ScheduleMemory schedule = memory.for_schedule({first, second});
  EXPECT_FALSE(schedule.checked.contains(0));
  EXPECT_TRUE(schedule.checked.contains(1));
}

TEST(DaemonMemory, ChecksThatAgreeAreCountedOverRestarts) {
  DaemonMemory memory = two_jobs();
  Job acme;
  acme.spec = "acme";
  const WallTime now = *parse_time("2026-11-24T09:30:00Z");
  for (int check = 1; check <= 3; ++check) {
    auto again = read_memory(memory_text(memory));
    again->take({now, {{0, now}}, {}, {}}, {acme});
    again->forget_unfinished(3);
    EXPECT_EQ(again->for_schedule({acme}).checked.contains(0), check > 1) << "nothing is to be confirmed yet";
    again->arrange({acme}, 3);
    CheckEnd end;
    end.order.name = "acme";
    end.report = found("not_ready", "2026-11-24T09:30:00Z");
    EXPECT_EQ(again->hear(end, now), check < 3 ? Alarm::Next::nothing : Alarm::Next::retest);
    memory = std::move(*again);
  }
}

TEST(DaemonMemory, APauseOfWhichNobodyKnowsTheEndIsOver) {
  for (const char* until : {"\"soon\"", "\"2026-13-01T00:00:00Z\"", "7", "1e+300", "[]", "\"\""}) {
    std::string fault;
    const auto memory = read_memory(std::string("{\"paused_until\": ") + until + "}", &fault);
    ASSERT_TRUE(memory) << memory.error();
    EXPECT_FALSE(memory->paused_until) << until;
    EXPECT_NE(fault.find(until), std::string::npos) << fault;
  }
  std::string fault;
  EXPECT_FALSE(read_memory(R"({"paused_until": null})", &fault)->paused_until);
  EXPECT_TRUE(read_memory(R"({"paused_until": "resume"})", &fault)->paused_until);
  EXPECT_EQ(fault, "");
}

TEST(DaemonMemory, SentencesOfAnEarlierVersionStayAsTheyWere) {
  const auto memory =
      read_memory(R"({"jobs": [{"job": "acme", "verdict": "not_ready", "since": "2026-11-24T09:30:00Z",
      "reason": "The disk is full.", "fix": "Empty it."}]})");
  ASSERT_TRUE(memory) << memory.error();
  EXPECT_EQ(memory->jobs[0].reason("en"), "The disk is full.");
  EXPECT_EQ(memory->jobs[0].step("en"), "Empty it.");
  const auto again = read_memory(memory_text(*memory));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->jobs[0].why, memory->jobs[0].why);
  EXPECT_EQ(standing_json(*again)["reason"], "The disk is full.");
}

TEST(DaemonMemory, WhyAJobStandsSoIsKeptByCodes) {
  DaemonMemory memory = two_jobs();
  memory.jobs[0].add_failure({.end = "code 3", .error = "it left no report"}, "2026-11-24T09:30:00Z");
  const std::string text = memory_text(memory);
  EXPECT_EQ(text.find("The last check failed"), std::string::npos) << text;
  EXPECT_EQ(read_memory(text)->jobs[0].why, memory.jobs[0].why);
}

TEST(DaemonMemory, WhatIsNoObjectIsAnErrorAndMembersOfOtherTypesAreMissing) {
  for (const std::string_view text : {"", "[]", "5", "{\"jobs\"", "\"standing\""})
    EXPECT_FALSE(read_memory(text)) << text;
  const auto memory = read_memory(
      R"({"jobs": [7, {"job": 5, "verdict": ["ready"]}, {"job": "acme", "verdict": "ready", "since": 3,
          "last_report": [], "alarm": "loud"}], "seen": false, "checked": ["acme"], "loaded": {"acme": 5}})");
  ASSERT_TRUE(memory) << memory.error();
  ASSERT_EQ(memory->jobs.size(), 2u);
  EXPECT_EQ(memory->jobs[0].verdict, "");
  EXPECT_EQ(memory->jobs[1].verdict, "ready");
  EXPECT_TRUE(memory->checked.empty());
  EXPECT_TRUE(memory->loaded.empty());
}

CheckEnd ended(std::string name, std::optional<ReportSummary> report) {
  CheckEnd end;
  end.order.name = std::move(name);
  end.report = std::move(report);
  return end;
}

TEST(DaemonMemory, ANewVerdictIsConfirmedBeforeItIsTold) {
  DaemonMemory memory = two_jobs();
  const WallTime now = *parse_time("2026-11-24T09:30:00Z");
  CheckEnd end = ended("acme", found("not_ready", "2026-11-24T09:30:00Z"));
  EXPECT_EQ(memory.hear(end, now), Alarm::Next::retest);
  end.order.retest = true;
  EXPECT_EQ(memory.hear(end, now), Alarm::Next::tell);
  EXPECT_EQ(memory.find("acme")->verdict, "not_ready");
}

TEST(DaemonMemory, WhatWasEndedOnPurposeOrForAJobThatIsGoneChangesNothing) {
  DaemonMemory memory = two_jobs();
  const WallTime now = *parse_time("2026-11-24T09:30:00Z");
  CheckEnd stopped = ended("acme", std::nullopt);
  stopped.told_to_end = true;
  EXPECT_EQ(memory.hear(stopped, now), Alarm::Next::nothing);
  EXPECT_EQ(memory.hear(ended("gone", found("not_ready", "2026-11-24T09:30:00Z")), now),
            Alarm::Next::nothing);
  EXPECT_EQ(memory.worst(), nullptr);
  CheckEnd crashed = ended("acme", std::nullopt);
  crashed.trouble = CheckTrouble{.by_signal = true, .end = "signal 9 (KILL)", .error = "it left no report"};
  memory.hear(crashed, now);
  EXPECT_EQ(memory.find("acme")->verdict, "incomplete");
  EXPECT_EQ(memory.find("acme")->since, "2026-11-24T09:30:00Z");
}

}  // namespace
}  // namespace deskready
