// What a recheck keeps, what it measures again, and which failures it remembers.
#include "agent/check/past/earlier.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

using std::chrono::hours;

constexpr std::string_view acme =
    "[spec]\nlanguage = 1\nname = \"acme\"\nversion = \"1\"\n[require.network]\nloss = \"<= 1 %\"\n"
    "latency = \"<= 100 ms\"\n[require.system]\nmemory.installed = \">= 8 GB\"\n"
    "[[rule]]\nid = \"fresh\"\nlevel = \"require\"\nfact = \"network.jitter\"\nlimit = \"<= 30 ms\"\n"
    "valid = \"1 d\"\n";

const WallTime now = at("2026-11-24T12:00:00Z");

class Recheck : public ::testing::Test {
 protected:
  static Fact before(Fact fact, hours age) {
    fact.at = now - age;
    return fact;
  }
  static Fact loss(double share, hours age) { return before(number(share, share * 0.9, share * 1.05), age); }
  static Fact good_loss(hours age) { return before(number(0.0001, 0.0, 0.002), age); }

  /// All good but for what `attempts` say.
  Report report(std::vector<Facts> attempts, hours age) const {
    Facts& first = attempts.front();
    const auto good = [&](const char* key, Fact fact) {
      if (!first.find(key) && !first.why_not(key)) first.add(key, before(std::move(fact), age));
    };
    good("network.loss", good_loss(age));
    good("network.latency", number(0.02, 0.019, 0.021));
    good("network.jitter", number(0.002, 0.0019, 0.0021));
    good("system.memory.installed", number(16e9));
    ReportHead of = head();
    of.role.clear();
    of.started = now - age - std::chrono::minutes(1);
    of.finished = now - age;
    Circumstances circumstances = ordinary();
    circumstances.started = of.started;
    return make_report(spec_, attempts, circumstances, of);
  }
  static Facts only(std::string_view key, Fact fact) {
    Facts facts;
    facts.add(key, std::move(fact));
    return facts;
  }
  static Facts unknown(std::string_view key, Cause cause) {
    Facts facts;
    facts.cannot(key, unmeasured(cause));
    return facts;
  }
  std::vector<std::string> again(const Earlier& earlier) const {
    std::vector<std::string> keys;
    for (const FactKey& key : earlier.again) keys.push_back(to_string(key));
    return keys;
  }
  /// What the recheck's own looks at the loss come to after those of before.
  Finding judged(const Earlier& earlier, std::vector<Facts> own) const {
    Circumstances circumstances = ordinary();
    circumstances.started = now;
    const auto all = assess(spec_, with_earlier(earlier, own), circumstances);
    return all.findings.front();
  }

  const Spec spec_ = spec_of(acme);
};

using Keys = std::vector<std::string>;

TEST_F(Recheck, HasNothingToDoWhereAllIsWell) {
  const Earlier earlier = earlier_from(spec_, {report({Facts()}, hours(2))}, false, now);
  EXPECT_TRUE(earlier.nothing_to_do());
  EXPECT_EQ(earlier.held.size(), 4u);
  EXPECT_EQ(earlier.attempts.front().find("network.loss")->at, now - hours(2));
}

TEST_F(Recheck, MeasuresOnlyWhatFailedOrIsMissingOrTooOld) {
  const auto failed = report(
      {only("network.loss", loss(0.05, hours(2))), only("network.loss", loss(0.06, hours(2)))}, hours(2));
  EXPECT_EQ(again(earlier_from(spec_, {failed}, false, now)), Keys{"network.loss"});
  const auto missing = report({unknown("network.latency", Cause::far_end_failed)}, hours(2));
  EXPECT_EQ(again(earlier_from(spec_, {missing}, false, now)), Keys{"network.latency"});
  const auto old = report({Facts()}, hours(30));
  EXPECT_EQ(again(earlier_from(spec_, {old}, false, now)), Keys{"network.jitter"})
      << "its rule says valid = 1 d";
}

TEST_F(Recheck, APassAfterFailuresIsBorderlineWithTheirCount) {
  const auto failed = report(
      {only("network.loss", loss(0.05, hours(2))), only("network.loss", loss(0.06, hours(2)))}, hours(2));
  const Earlier earlier = earlier_from(spec_, {failed}, false, now);
  const Finding passed = judged(earlier, {only("network.loss", good_loss(hours(0)))});
  EXPECT_EQ(to_string(passed.outcome), "borderline");
  EXPECT_EQ(passed.code, "unstable");
  EXPECT_EQ(passed.args.at("failed"), "2");
  EXPECT_EQ(passed.args.at("attempts"), "3");
  EXPECT_EQ(to_string(judged(earlier, {only("network.loss", loss(0.05, hours(0)))}).outcome), "not_met");
  const Finding lost = judged(earlier, {unknown("network.loss", Cause::far_end_failed)});
  EXPECT_EQ(to_string(lost.outcome), "not_met") << "what could not be measured again stays as it failed";
}

TEST_F(Recheck, AFailureIsRememberedBeyondACheckThatDidNotLook) {
  const auto failed = report(
      {only("network.loss", loss(0.05, hours(3))), only("network.loss", loss(0.06, hours(3)))}, hours(3));
  const auto left_out = report({unknown("network.loss", Cause::not_selected)}, hours(2));
  const auto once = report({only("network.loss", loss(0.07, hours(1)))}, hours(1));
  EXPECT_EQ(once.findings.front().cause, Cause::undecided);
  const Earlier earlier = earlier_from(spec_, {once, left_out, failed}, false, now);
  EXPECT_EQ(judged(earlier, {only("network.loss", good_loss(hours(0)))}).args.at("failed"), "3");
}

TEST_F(Recheck, AFailureThatAWholeCheckTookBackIsForgotten) {
  const auto failed = report(
      {only("network.loss", loss(0.05, hours(3))), only("network.loss", loss(0.06, hours(3)))}, hours(3));
  const auto passed = report({Facts()}, hours(2));
  EXPECT_TRUE(earlier_from(spec_, {passed, failed}, false, now).nothing_to_do());
}

TEST_F(Recheck, TakesNoOtherFigureOfWhatHolds) {
  const auto missing = report({unknown("network.loss", Cause::far_end_failed)}, hours(2));
  const Earlier earlier = earlier_from(spec_, {missing}, false, now);
  Facts own = only("network.loss", good_loss(hours(0)));
  own.add("network.latency", before(number(0.5, 0.49, 0.51), hours(0)));
  const Attempts all = with_earlier(earlier, {own});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all.front().find("network.latency")->at, now - hours(2));
  EXPECT_EQ(all.front().find("network.loss")->at, now);
}

TEST_F(Recheck, WithoutAFarEndItDoesNotDenyTheOneOfBefore) {
  Facts own;
  own.cannot("network.jitter", unmeasured(Cause::no_far_end));
  const auto cause = [&](const Earlier& earlier) {
    return to_string(with_earlier(earlier, {own}).front().why_not("network.jitter")->cause);
  };
  Facts untold = unknown("network.jitter", Cause::public_far_end);
  EXPECT_EQ(cause(earlier_from(spec_, {report({untold}, hours(2))}, false, now)), "public_far_end");
  for (const char* key : {"network.loss", "network.latency"})
    untold.cannot(key, unmeasured(Cause::far_end_failed));
  EXPECT_EQ(cause(earlier_from(spec_, {report({untold}, hours(2))}, false, now)), "no_far_end")
      << "no figure stands that was measured to one";
}

TEST_F(Recheck, MeasuresAWholeHeadsetAgainWhereSomethingOfItFailed) {
  const Spec spec = spec_of(
      "[spec]\nlanguage = 1\nname = \"acme\"\n[require.audio]\nheadset.connection = { in = [\"usb\"] }\n"
      "snr = \">= 20 dB\"\n[require.system]\nmemory.installed = \">= 8 GB\"\n");
  Facts facts;
  facts.add("audio.headset.connection", before(text("bluetooth"), hours(1)));
  facts.add("audio.snr", before(number(40, 39, 41), hours(1)));
  facts.add("system.memory.installed", before(number(16e9), hours(1)));
  ReportHead of = head();
  of.finished = now - hours(1);
  const Report earlier_report = make_report(spec, {facts}, ordinary(), of);
  const Earlier earlier = earlier_from(spec, {earlier_report}, false, now);
  EXPECT_EQ(again(earlier), (Keys{"audio.headset.connection", "audio.snr"}));
  Facts own = only("audio.headset.connection", before(text("usb"), hours(0)));
  own.cannot("audio.snr", unmeasured(Cause::not_asked));
  EXPECT_NE(with_earlier(earlier, {own}).front().find("audio.snr"), nullptr) << "nobody took part this time";
  own.cannot("audio.snr", unmeasured(Cause::device_changed));
  EXPECT_EQ(with_earlier(earlier, {own}).front().find("audio.snr"), nullptr);
}

TEST_F(Recheck, PutsQuestionsAgainThatWereAnsweredOtherwiseThanAccepted) {
  Report asked = report({Facts()}, hours(1));
  Finding answer;
  answer.rule = answer.key = "ask.line";
  answer.outcome = Outcome::not_met;
  asked.findings.push_back(answer);
  EXPECT_EQ(earlier_from(spec_, {asked}, false, now).questions, std::set<std::string>{"line"});
}

TEST_F(Recheck, GoesOnFromThisListAndThisComputerOnly) {
  std::string name = (std::filesystem::temp_directory_path() / "recheck.XXXXXX").string();
  const std::filesystem::path folder = ::mkdtemp(name.data());
  CheckRequest request;
  const auto found = [&](const Spec& spec, const std::string& machine) {
    const History history = History::open(folder).value();
    const auto earlier = earlier_checks(spec, request, machine, history, now);
    return earlier ? std::string("found") : earlier.error();
  };
  const std::string machine(64, 'a');
  EXPECT_NE(found(spec_, machine).find("no earlier check"), std::string::npos);
  ASSERT_TRUE(History::open(folder).value().save(report({Facts()}, hours(2))));
  EXPECT_EQ(found(spec_, machine), "found");
  EXPECT_NE(found(spec_, std::string(64, 'b')).find("another computer"), std::string::npos);
  Spec changed = spec_;
  changed.resolved_sha256 = "other";
  EXPECT_NE(found(changed, machine).find("has changed since the last check"), std::string::npos);
  request.role = "video";
  EXPECT_NE(found(spec_, machine).find("no earlier check"), std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace deskready
