#include "agent/daemon/standing/report_summary.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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

using Read = tl::expected<ReportSummary, std::string>;

std::string reason_of(const Read& read) {
  return why_words("en", read.value().why);
}
std::string step_of(const Read& read) {
  return first_step_words("en", read.value().verdict, read.value().why);
}

TEST(ReportSummary, TakesTheFindingThatDecides) {
  const auto summary = summarise_report(report("not_ready", "ab12", R"(, "findings": [
      {"level": "recommend", "outcome": "not_met", "message": "a wish"},
      {"level": "require", "outcome": "not_measured", "message": "a gap"},
      {"level": "require", "outcome": "not_met", "message": "the disk is full"}])"));
  ASSERT_TRUE(summary);
  EXPECT_EQ(reason_of(summary), "the disk is full");
  EXPECT_EQ(summary->spec, "acme");
  EXPECT_FALSE(summary->interrupted);
}

TEST(ReportSummary, AFixIsForWhatFailedNotForWhatCouldNotBeChecked) {
  constexpr auto finding =
      R"(, "findings": [{{"level": "require", "outcome": "{}", "message": "m", "fix": {{"en": "Do this."}}}}])";
  EXPECT_EQ(step_of(summarise_report(report("not_ready", "ab12", fmt::format(finding, "not_met")))),
            "Do this.");
  const auto unknown = summarise_report(report("incomplete", "ab12", fmt::format(finding, "not_measured")));
  EXPECT_EQ(step_of(unknown), "Check this computer: deskready trigger");
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
  EXPECT_NE(step_of(failed).find("headset"), std::string::npos) << step_of(failed);
  const auto unknown = summarise_report(whole_report(Outcome::not_measured, Cause::sound_server_stuck));
  ASSERT_TRUE(unknown);
  EXPECT_EQ(step_of(unknown), unmarked(cause_action("en", Cause::sound_server_stuck, {})));
  EXPECT_FALSE(step_of(unknown).empty());
}

TEST(ReportSummary, WhatIsNotDecidedAlwaysHasAFirstStepAndNamesWhatItIsAbout) {
  for (int code = 0; code <= static_cast<int>(Cause::in_between); ++code) {
    const auto cause = static_cast<Cause>(code);
    const auto told = summarise_report(whole_report(Outcome::not_measured, cause));
    ASSERT_TRUE(told);
    EXPECT_NE(step_of(told), "") << to_string(cause);
    const std::string label = unmarked(std::string(find_fact("audio.headset.present")->label));
    EXPECT_EQ(reason_of(told).find(label + ": "), 0u) << reason_of(told);
  }
  EXPECT_EQ(step_of(summarise_report(whole_report(Outcome::not_measured, Cause::not_asked))),
            "Run deskready check --guided in a terminal and do what it asks, then deskready trigger.");
  const auto nothing = summarise_report(report("incomplete", "ab12", R"(, "findings": [
      {"level": "require", "outcome": "not_applicable", "message": "left out"}])"));
  ASSERT_TRUE(nothing);
  EXPECT_EQ(reason_of(nothing), "Nothing that is required was judged.");
  EXPECT_NE(step_of(nothing), "");
}

TEST(ReportSummary, TheFirstStepIsThatOfThePage) {
  const auto summary = summarise_report(report("incomplete", "ab12", R"(, "findings": [
      {"level": "require", "outcome": "not_measured", "fact": "network.download", "cause": "undecided",
       "message": "It wavers.", "effort": "repeat"},
      {"level": "require", "outcome": "not_measured", "fact": "audio.headset.present", "cause": "no_device",
       "message": "There is none.", "effort": "plug"}])"));
  ASSERT_TRUE(summary);
  EXPECT_EQ(step_of(summary), "Plug the headset in, then check again.");
  EXPECT_TRUE(reason_of(summary).ends_with(": There is none.")) << reason_of(summary);
}

TEST(ReportSummary, KeepsTheFindingAndSaysItInAnyLanguage) {
  const auto read = summarise_report(whole_report(Outcome::not_measured, Cause::sound_server_stuck));
  ASSERT_TRUE(read && std::holds_alternative<Finding>(read->why));
  EXPECT_EQ(std::get<Finding>(read->why).key, "audio.headset.present");
  EXPECT_EQ(why_from_json(why_to_json(read->why)), read->why);
  EXPECT_TRUE(why_words("qps-plocm", read->why).starts_with("[")) << why_words("qps-plocm", read->why);
  EXPECT_TRUE(first_step_words("qps-plocm", read->verdict, read->why).starts_with("["));
}

TEST(Why, ComesBackAsItWas) {
  for (const Why& why :
       {Why(), Why(NothingJudged{}), Why(ToldSentences{"It is full.", "Empty it."}),
        Why(CheckTrouble{.not_started = "no such file", .error = "it left no report"}),
        Why(CheckTrouble{.by_signal = true, .end = "signal 9 (KILL)", .error = "it left no report"}),
        Why(CheckTrouble{Trouble::paused}), Why(CheckTrouble{.code = Trouble::not_kept, .error = "full"})})
    EXPECT_EQ(why_from_json(why_to_json(why)), why) << why_to_json(why);
  EXPECT_EQ(why_from_json({{"code", "of_a_later_version"}}), Why());
  EXPECT_EQ(why_from_json({{"code", "finding"}, {"finding", 7}}), Why());
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
