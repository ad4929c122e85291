#include "agent/daemon/standing/report_summary.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "config/facts/catalogue.h"
#include "reports/document/report.h"
#include "reports/words/cause_words.h"

namespace deskready {
namespace {

std::string report(std::string_view verdict, std::string_view id = "ab12", std::string_view more = "") {
  return fmt::format(
      R"({{"schema": "deskready.report/1", "id": "{}", "finished": "2026-11-24T09:30:00Z", "verdict": "{}",
          "spec": {{"name": "acme"}}{}}})",
      id, verdict, more);
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
  const auto unknown = summarise_report(report("incomplete", "ab12", fmt::format(finding, "not_measured")));
  EXPECT_EQ(unknown->fix, "Check this computer: deskready trigger");
}

/// As a check writes it.
std::string whole_report(Outcome outcome, std::optional<Cause> cause) {
  Finding other, finding;
  other.rule = other.key = "system.memory.installed";
  other.level = Level::recommend;
  other.outcome = Outcome::not_met;
  finding.rule = finding.key = "audio.headset.present";
  finding.level = Level::require;
  finding.outcome = outcome;
  finding.cause = cause;
  Report report;
  report.id = "ab12";
  report.finished = report.started = *parse_time("2026-11-24T09:30:00Z");
  report.spec_name = "acme";
  report.employer = "Acme Support";
  report.verdict = outcome == Outcome::not_met ? Verdict::not_ready : Verdict::incomplete;
  report.findings = {other, finding};
  return dump(to_json(report));
}

TEST(ReportSummary, SaysTheFirstStepOfItsReasonAndWhoseListItIs) {
  const auto failed = summarise_report(whole_report(Outcome::not_met, std::nullopt));
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->employer, "Acme Support");
  EXPECT_NE(failed->fix.find("headset"), std::string::npos) << failed->fix;
  const auto unknown = summarise_report(whole_report(Outcome::not_measured, Cause::sound_server_stuck));
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->fix, unmarked(cause_action("en", Cause::sound_server_stuck, {})));
  EXPECT_FALSE(unknown->fix.empty());
}

TEST(ReportSummary, WhatIsNotDecidedAlwaysHasAFirstStepAndNamesWhatItIsAbout) {
  for (int code = 0; code <= static_cast<int>(Cause::in_between); ++code) {
    const auto cause = static_cast<Cause>(code);
    const auto told = summarise_report(whole_report(Outcome::not_measured, cause));
    ASSERT_TRUE(told);
    EXPECT_NE(told->fix, "") << to_string(cause);
    const std::string label = unmarked(std::string(find_fact("audio.headset.present")->label));
    EXPECT_EQ(told->reason.find(label + ": "), 0u) << told->reason;
  }
  EXPECT_EQ(summarise_report(whole_report(Outcome::not_measured, Cause::not_asked))->fix,
            "Run deskready check --guided in a terminal and do what it asks, then deskready trigger.");
  const auto nothing = summarise_report(report("incomplete", "ab12", R"(, "findings": [
      {"level": "require", "outcome": "not_applicable", "message": "left out"}])"));
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->reason, "Nothing that is required was judged.");
  EXPECT_NE(nothing->fix, "");
}

TEST(ReportSummary, TheFirstStepIsThatOfThePage) {
  const auto summary = summarise_report(report("incomplete", "ab12", R"(, "findings": [
      {"level": "require", "outcome": "not_measured", "fact": "network.download", "cause": "undecided",
       "message": "It wavers.", "effort": "repeat"},
      {"level": "require", "outcome": "not_measured", "fact": "audio.headset.present", "cause": "no_device",
       "message": "There is none.", "effort": "plug"}])"));
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->fix, "Plug the headset in, then check again.");
  EXPECT_TRUE(summary->reason.ends_with(": There is none.")) << summary->reason;
}

TEST(ReportSummary, RefusesWhatItCannotTell) {
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{}"), report("splendid"),
        report("ready", "../../etc/x"), report("ready", ""),
        std::string(R"({"schema": "deskready.report/2", "verdict": "ready"})"), std::string(100'000, '[')}) {
    EXPECT_FALSE(summarise_report(text)) << text.substr(0, 80);
  }
}

}  // namespace
}  // namespace deskready
