#include "agent/daemon_standing.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

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
  EXPECT_EQ(report_file_name(*summary), "20261124T093000Z-ab12.json");
}

TEST(ReportSummary, RefusesWhatItCannotTell) {
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{}"), report("splendid"),
        report("ready", "../../etc/x"), report("ready", ""),
        std::string(R"({"schema": "deskready.report/2", "verdict": "ready"})"), std::string(100'000, '[')}) {
    EXPECT_FALSE(summarise_report(text)) << text.substr(0, 80);
  }
}

TEST(Round, TheWorstOfAllJobsWins) {
  Round round;
  round.add(found("ready", "2026-11-24T09:30:00Z"));
  round.add(found("not_ready", "2026-11-24T09:31:00Z"));
  round.add(found("incomplete", "2026-11-24T09:32:00Z"));
  EXPECT_EQ(round.after({}).verdict, "not_ready");
}

TEST(Round, AJobWithoutAReportIsNeverAPass) {
  Round round;
  round.add(found("ready", "2026-11-24T09:30:00Z"));
  round.add_failure("it crashed", "2026-11-24T09:31:00Z");
  const Standing standing = round.after({});
  EXPECT_EQ(standing.verdict, "incomplete");
  EXPECT_EQ(standing.reason, "it crashed");
}

TEST(Round, SinceStaysWhileTheVerdictDoes) {
  Round first;
  first.add(found("ready", "2026-11-24T09:30:00Z"));
  Round second;
  second.add(found("ready", "2026-11-24T15:30:00Z"));
  Round third;
  third.add(found("not_ready", "2026-11-24T21:30:00Z"));
  const Standing after_second = second.after(first.after({}));
  EXPECT_EQ(after_second.since, "2026-11-24T09:30:00Z");
  EXPECT_EQ(after_second.last_finished, "2026-11-24T15:30:00Z");
  EXPECT_EQ(third.after(after_second).since, "2026-11-24T21:30:00Z");
}

TEST(Round, AnInterruptedCheckChangesNothing) {
  Round before;
  before.add(found("ready", "2026-11-24T09:30:00Z"));
  ReportSummary cut = found("incomplete", "2026-11-24T15:30:00Z");
  cut.interrupted = true;
  Round round;
  round.add(cut);
  EXPECT_EQ(round.after(before.after({})).verdict, "ready");
}

}  // namespace
}  // namespace deskready
