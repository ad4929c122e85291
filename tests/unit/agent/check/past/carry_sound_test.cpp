// What a run without a person takes over from one with a person.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "agent/check/past/carry.h"

namespace deskready {
namespace {

using std::chrono::hours;

class CarrySound : public ::testing::Test {
 protected:
  CarrySound() {
    std::string name = (std::filesystem::temp_directory_path() / "carry.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~CarrySound() override { std::filesystem::remove_all(folder_); }

  /// An attended report with a speech level and a display count that were measured at `at`.
  History with_report(WallTime at) {
    Report report;
    report.id = "0123456789abcdef";
    report.spec_name = "acme";
    report.started = report.finished = at;
    Fact level;
    level.value = -24.0;
    level.at = at;
    report.facts.add("audio.speech.level", level);
    report.facts.add("system.display.count", level);
    History history = History::open(folder_).value();
    EXPECT_TRUE(history.save(report));
    return history;
  }

  std::filesystem::path folder_;
  const WallTime now_ = WallTime(hours(24 * 20000));
};

Facts unattended() {
  Facts facts;
  facts.cannot("audio.speech.level", unmeasured(Cause::not_asked));
  facts.cannot("audio.noise_floor", unmeasured(Cause::refused));
  facts.cannot("system.display.count", unmeasured(Cause::refused));
  return facts;
}

TEST_F(CarrySound, TakesTheAttendedFigureWithItsDate) {
  const History history = with_report(now_ - hours(24));
  Facts facts = unattended();
  carry_sound(facts, {"acme"}, history, now_ - hours(48));
  ASSERT_NE(facts.find("audio.speech.level"), nullptr);
  EXPECT_EQ(facts.find("audio.speech.level")->at, now_ - hours(24));
  EXPECT_EQ(facts.why_not("audio.speech.level"), nullptr);
  EXPECT_NE(facts.why_not("audio.noise_floor"), nullptr) << "nobody ever measured it";
  EXPECT_NE(facts.why_not("system.display.count"), nullptr) << "no matter of sound";
}

TEST_F(CarrySound, TakesNothingThatIsTooOldOrAnotherSpecs) {
  const History history = with_report(now_ - hours(24));
  Facts old = unattended();
  carry_sound(old, {"acme"}, history, now_ - hours(12));
  EXPECT_NE(old.why_not("audio.speech.level"), nullptr);
  Facts other = unattended();
  carry_sound(other, {"other"}, history, now_ - hours(48));
  EXPECT_NE(other.why_not("audio.speech.level"), nullptr);
}

TEST_F(CarrySound, LeavesWhatFailedForAnotherReason) {
  const History history = with_report(now_ - hours(24));
  Facts facts;
  facts.cannot("audio.speech.level", unmeasured(Cause::device_changed));
  carry_sound(facts, {"acme"}, history, now_ - hours(48));
  EXPECT_NE(facts.why_not("audio.speech.level"), nullptr);
}

TEST_F(CarrySound, LooksBeyondAWeekOfChecksWithoutTheHeadset) {
  History history = with_report(now_ - hours(24 * 10));
  for (int i = 0; i < 30; ++i) {
    Report without;
    without.id = fmt::format("fedcba98765432{:02}", i);
    without.spec_name = i % 2 == 0 ? "acme" : "other";
    without.started = without.finished = now_ - hours(200 - i);
    without.facts.cannot("audio.speech.level", unmeasured(Cause::no_device));
    ASSERT_TRUE(history.save(without));
  }
  Facts facts = unattended();
  carry_sound(facts, {"acme"}, history, now_ - hours(24 * 90));
  ASSERT_NE(facts.find("audio.speech.level"), nullptr);
  EXPECT_EQ(facts.find("audio.speech.level")->at, now_ - hours(24 * 10));
}

constexpr double day = 86400;

Spec with_rule(double proof_days, double valid_days) {
  Rule rule;
  rule.key.name = "audio.speech.level";
  rule.valid_seconds = valid_days * day;
  Spec spec;
  spec.proof_every_seconds = proof_days * day;
  spec.rules.push_back(rule);
  return spec;
}

double oldest(const std::vector<Spec>& specs) {
  return attended_seconds(specs, "audio.speech.level") / day;
}

TEST(AttendedSeconds, AreThoseOfAReportWhereTheRuleDoesNotSay) {
  EXPECT_EQ(oldest({with_rule(30, 0)}), 30);
  EXPECT_EQ(oldest({with_rule(0, 0)}), 90) << "no proof asked for";
  EXPECT_EQ(oldest({with_rule(30, 0), with_rule(7, 0)}), 7) << "the strictest";
}

TEST(AttendedSeconds, AreMoreOnlyWhereEveryRuleAboutTheFactSaysSo) {
  EXPECT_EQ(oldest({with_rule(30, 180)}), 180);
  EXPECT_EQ(oldest({with_rule(30, 180), with_rule(30, 0)}), 30);
  EXPECT_EQ(oldest({with_rule(0, 10)}), 90) << "the rule itself judges what is older than its own limit";
  EXPECT_EQ(attended_seconds({with_rule(30, 180)}, "audio.snr") / day, 90) << "no rule about it";
}

/// What was measured to a public test, or to this computer, would be judged as a figure to the employer's.
TEST_F(CarrySound, AndOfAJudgedLineOnlyFiguresToTheSameFarEnd) {
  const std::pair<const char*, FarEndUsed> kinds[] = {{"as_named", FarEndUsed::as_named},
                                                      {"public_test", FarEndUsed::public_test},
                                                      {"on_this_machine", FarEndUsed::on_this_machine},
                                                      {"other", FarEndUsed::other},
                                                      {"none", FarEndUsed::none}};
  for (const auto& [then, used] : kinds) {
    Report report;
    report.id = fmt::format("0123456789ab{:04}", static_cast<int>(used));
    report.spec_name = then;
    report.started = report.finished = now_ - hours(1);
    Fact rate;
    rate.value = 50e6;
    rate.at = report.started;
    report.facts.add("network.download", rate);
    report.facts.add("system.disk.free", rate);
    report.conditions["far_end"] = then;
    History history = History::open(folder_).value();
    ASSERT_TRUE(history.save(report));
    for (const auto& [word, now] : kinds) {
      Facts facts;
      facts.cannot("network.download", unmeasured(Cause::postponed));
      facts.cannot("system.disk.free", unmeasured(Cause::postponed));
      carry_forward(facts, {Cause::postponed}, {then}, history, now_ - hours(24), now);
      const bool judged = now == FarEndUsed::as_named || now == FarEndUsed::public_test;
      const bool same = used == FarEndUsed::as_named || used == now || !judged;
      EXPECT_EQ(facts.find("network.download") != nullptr, same) << then << " in a run to " << word;
      EXPECT_NE(facts.find("system.disk.free"), nullptr) << "no matter of the line";
    }
  }
}

}  // namespace
}  // namespace deskready
