// Which failures of checks shortly before count in a check that begins without being asked to go on from
// them.
#include "agent/check/past/tried_before.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "reports/formats/view.h"
#include "reports/words/language.h"
#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

using std::chrono::minutes;

constexpr std::string_view acme =
    "[spec]\nlanguage = 1\nname = \"acme\"\nversion = \"1\"\n[require.network]\nloss = \"<= 1 %\"\n"
    "[recommend.network]\nlatency = \"<= 100 ms\"\n"
    "[[rule]]\nid = \"fresh\"\nlevel = \"require\"\nfact = \"network.jitter\"\nlimit = \"<= 30 ms\"\n"
    "valid = \"1 d\"\n";

const WallTime now = at("2026-11-24T12:00:00Z");
const LineUsed cable{"ethernet", "as_named", {}};

class TriedBefore : public ::testing::Test {
 protected:
  static Fact before(Fact fact, minutes age) {
    fact.at = now - age;
    return fact;
  }
  static Fact bad_loss(minutes age) { return before(number(0.05, 0.045, 0.055), age); }
  static Fact good_loss(minutes age) { return before(number(0.0001, 0.0, 0.002), age); }
  static Facts only(std::string_view key, Fact fact) {
    Facts facts;
    facts.add(key, std::move(fact));
    return facts;
  }

  /// A check of which each look took half a minute.
  Report report(const std::vector<Facts>& looks, minutes age, const LineUsed& used = cable,
                const Tried& tried = {}) const {
    ReportHead of = head();
    of.role.clear();
    of.started = now - age - minutes(1);
    of.finished = now - age;
    of.conditions = {{"link", used.link}, {"far_end", used.far_end}};
    of.tried_before = tried;
    Circumstances circumstances = ordinary();
    circumstances.started = of.started;
    return make_report(spec_, looks, circumstances, of);
  }
  Report failed(minutes age, const LineUsed& used = cable) const {
    return report({only("network.loss", bad_loss(age)), only("network.loss", bad_loss(age))}, age, used);
  }
  Tried tried(const std::vector<Report>& newest_first, const LineUsed& used = cable) const {
    std::vector<std::pair<Report, LineUsed>> reports;
    for (const Report& one : newest_first) reports.emplace_back(one, line_used(one, {}));
    return tried_before(spec_, reports, used, now);
  }
  static std::size_t count(const Tried& tried, const char* key = "network.loss") {
    const auto found = tried.find(key);
    return found == tried.end() ? 0 : found->second.size();
  }
  Finding passes_after(const std::vector<Report>& newest_first) const {
    return report({only("network.loss", good_loss(minutes(0)))}, minutes(0), cable, tried(newest_first))
        .findings.front();
  }

  const Spec spec_ = spec_of(acme);
};

TEST_F(TriedBefore, APassShortlyAfterAFailureIsBorderlineWithTheCount) {
  const Finding finding = passes_after({failed(minutes(10))});
  EXPECT_EQ(to_string(finding.outcome), "borderline");
  EXPECT_EQ(finding.code, "unstable");
  EXPECT_EQ(finding.args.at("failed"), "2");
  EXPECT_EQ(finding.args.at("attempts"), "3");
  EXPECT_EQ(to_string(passes_after({}).outcome), "met");
  const Report after =
      report({only("network.loss", good_loss(minutes(0)))}, minutes(0), cable, tried({failed(minutes(10))}));
  EXPECT_NE(unmarked(view_of(after, {}).recheck).find("failures, which count here as well: Lost packets"),
            std::string::npos)
      << view_of(after, {}).recheck;
  EXPECT_EQ(view_of(failed(minutes(10)), {}).recheck, "");
}

TEST_F(TriedBefore, ASecondPassDoesNotMakeItGoAway) {
  const Report first = failed(minutes(20));
  const Report second =
      report({only("network.loss", good_loss(minutes(10)))}, minutes(10), cable, tried({first}));
  EXPECT_EQ(second.attempts.at("network.loss").size(), 3u);
  const Finding third = passes_after({second, first});
  EXPECT_EQ(to_string(third.outcome), "borderline");
  EXPECT_EQ(third.args.at("failed"), "2");
  EXPECT_EQ(third.args.at("attempts"), "4");
}

TEST_F(TriedBefore, CountsForAnHourOrAsLongAsTheRuleSays) {
  EXPECT_EQ(count(tried({failed(minutes(59))})), 2u);
  EXPECT_EQ(count(tried({failed(minutes(61))})), 0u);
  const Report jittery =
      report({only("network.jitter", before(number(0.2, 0.19, 0.21), minutes(600)))}, minutes(600));
  EXPECT_EQ(count(tried({jittery}), "network.jitter"), 1u) << "valid = 1 d";
  EXPECT_EQ(longest_remembered(spec_), 86400);
}

TEST_F(TriedBefore, OnlyWhatTakesTwoFailuresIsRemembered) {
  const Report slow =
      report({only("network.latency", before(number(0.5, 0.49, 0.51), minutes(5)))}, minutes(5));
  EXPECT_TRUE(tried({slow}).empty());
}

TEST_F(TriedBefore, WhoHasChangedTheLineBeginsAnew) {
  const LineUsed wifi{"wifi", "as_named", {}}, in_public{"ethernet", "public_test", {}};
  EXPECT_TRUE(tried({failed(minutes(5), wifi)}).empty()) << "it was Wi-Fi, and is a cable now";
  EXPECT_TRUE(tried({failed(minutes(5), in_public)}).empty());
  EXPECT_EQ(count(tried({failed(minutes(5), wifi)}, wifi)), 2u);
  const LineUsed unknown{"", "as_named", {}};
  EXPECT_EQ(count(tried({failed(minutes(5))}, unknown)), 2u) << "nobody knows of a change";
  LineUsed other = cable;
  other.by_hand = "https://edge.example";
  EXPECT_TRUE(tried({failed(minutes(5))}, other).empty()) << "another far end was named";
}

TEST_F(TriedBefore, ACheckThatLookedElsewhereTakesNothingBack) {
  const LineUsed in_public{"ethernet", "public_test", {}}, nothing{"ethernet", "none", {}};
  const Report elsewhere = report({only("network.loss", good_loss(minutes(3)))}, minutes(3), in_public);
  const Report left_out = report({Facts()}, minutes(2), nothing);
  EXPECT_EQ(count(tried({left_out, elsewhere, failed(minutes(9))})), 2u);
}

TEST_F(TriedBefore, WhatWasCarriedForwardCountsWhereItWasMeasured) {
  const Report light = report({only("network.loss", bad_loss(minutes(30)))}, minutes(10));
  EXPECT_TRUE(tried({light}).empty());
  EXPECT_EQ(count(tried({light, failed(minutes(30))})), 2u);
}

TEST_F(TriedBefore, WhatThisCheckDidNotMeasureIsNotMadeUpOfIt) {
  Facts none;
  none.cannot("network.loss", unmeasured(Cause::far_end_failed));
  const Report now_unknown = report({none}, minutes(0), cable, tried({failed(minutes(10))}));
  EXPECT_EQ(now_unknown.findings.front().cause, Cause::far_end_failed);
  EXPECT_EQ(now_unknown.facts.find("network.loss"), nullptr);
}

TEST_F(TriedBefore, IsOfThisJobListAndComputer) {
  std::string name = (std::filesystem::temp_directory_path() / "tried.XXXXXX").string();
  const std::filesystem::path folder = ::mkdtemp(name.data());
  const History history = History::open(folder).value();
  ASSERT_TRUE(History::open(folder).value().save(failed(minutes(10))));
  CheckRequest request;
  const auto found = [&](const Spec& spec, char machine) {
    return count(tried_shortly_before(spec, request, std::string(64, machine), history, cable, now));
  };
  EXPECT_EQ(found(spec_, 'a'), 2u);
  EXPECT_EQ(found(spec_, 'b'), 0u);
  Spec changed = spec_;
  changed.resolved_sha256 = "other";
  EXPECT_EQ(found(changed, 'a'), 0u);
  request.role = "video";
  EXPECT_EQ(found(spec_, 'a'), 0u);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace deskready
