// Which of the earlier checks count, and what the history adds to a finding.
#include "reports/over_time/fact_series.h"

#include "reports/history/history.h"
#include "reports/over_time/rule_standing.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class RecordedTest : public testing::Test {
 protected:
  RecordedTest() {
    std::string name = (fs::temp_directory_path() / "deskready-recorded-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    auto opened = History::open(folder_);
    EXPECT_TRUE(opened);
    history_.emplace(std::move(*opened));
  }
  ~RecordedTest() override { fs::remove_all(folder_); }

  /// A report that found this download speed at `finished`.
  Report check(int number_of, const char* finished, double download) {
    Report report = scenes().front().report;
    report.id = std::string(31, '0') + std::to_string(number_of);
    report.finished = at(finished);
    report.facts = {};
    Fact fact = number(download);
    fact.at = report.finished;
    report.facts.add("network.download", fact);
    return report;
  }
  FactSeries downloads(const ChecksOf& whose) {
    const FactKey key{"network.download", {}, {}, {}};
    auto found =
        read_fact_series(*history_, whose, {key}, at("2026-11-01T00:00:00Z"), at("2026-12-01T00:00:00Z"));
    EXPECT_TRUE(found);
    return found ? found->at(key) : FactSeries{};
  }

  fs::path folder_;
  std::optional<History> history_;
};

TEST_F(RecordedTest, OnlyChecksOfTheSameSpecRoleAndComputerCount) {
  const Report same = check(1, "2026-11-20T09:00:00Z", 1e6);
  Report other_spec = check(2, "2026-11-20T10:00:00Z", 2e6),
         other_role = check(3, "2026-11-20T11:00:00Z", 3e6),
         other_machine = check(4, "2026-11-20T12:00:00Z", 4e6);
  other_spec.spec_name = "another";
  other_role.role = "another";
  other_machine.machine = std::string(64, 'f');
  for (const Report& report : {same, other_spec, other_role, other_machine})
    ASSERT_TRUE(history_->save(report));
  const FactSeries found = downloads({same.spec_name, same.role, same.machine});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(std::get<double>(found[0].fact->value), 1e6);
  EXPECT_EQ(found[0].at, same.finished);
}

TEST_F(RecordedTest, TheLineCountsOnlyToTheSpecsOwnFarEnd) {
  Report here = check(1, "2026-11-20T09:00:00Z", 1e9), other = check(2, "2026-11-20T10:00:00Z", 2e9),
         named = check(3, "2026-11-20T11:00:00Z", 3e6);
  here.conditions["far_end"] = "on_this_machine";
  other.conditions["far_end"] = "other";
  named.conditions["far_end"] = "as_named";
  Report down = check(4, "2026-11-20T12:00:00Z", 0);
  down.facts = {};
  down.facts.cannot("network.download", unmeasured(Cause::far_end_failed));
  down.conditions["far_end"] = "none";
  for (const Report& report : {down, named, other, here}) ASSERT_TRUE(history_->save(report));
  const FactSeries found = downloads({named.spec_name, named.role, named.machine});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(std::get<double>(found[0].fact->value), 3e6);
  EXPECT_FALSE(found[1].fact);
  EXPECT_EQ(found[1].cause, Cause::far_end_failed);
}

TEST_F(RecordedTest, AFigureThatWasCarriedForwardIsOneMeasurement) {
  const Report first = check(1, "2026-11-20T09:00:00Z", 1e6);
  Report later = check(2, "2026-11-20T12:00:00Z", 1e6);
  later.facts = first.facts;
  for (const Report& report : {first, later}) ASSERT_TRUE(history_->save(report));
  EXPECT_EQ(downloads({first.spec_name, first.role, first.machine}).size(), 1u);
}

TEST_F(RecordedTest, AFindingLearnsSinceWhenItFailsAndWhenItWasLastMet) {
  Report report = check(1, "2026-11-20T09:00:00Z", 1e6);
  report.findings.resize(1);
  const auto save = [&](int number_of, const char* finished, Outcome outcome) {
    Report one = report;
    one.id = std::string(31, '1') + std::to_string(number_of);
    one.finished = at(finished);
    one.findings[0].outcome = outcome;
    EXPECT_TRUE(history_->save(one));
  };
  const auto args = [&](Outcome outcome) {
    Report now = report;
    now.findings[0].outcome = outcome;
    add_standing(now, history_->rules({report.spec_name, report.role, report.reference}).value());
    return now.findings[0].args;
  };
  EXPECT_FALSE(args(Outcome::not_met).contains("failing_since"));
  save(1, "2026-11-19T09:00:00Z", Outcome::not_met);
  save(2, "2026-11-20T09:00:00Z", Outcome::met);
  EXPECT_FALSE(args(Outcome::not_met).contains("failing_since"));  // it begins now
  EXPECT_EQ(args(Outcome::not_met).at("last_met"), "2026-11-20T09:00:00Z");
  save(3, "2026-11-21T09:00:00Z", Outcome::not_met);
  save(4, "2026-11-22T09:00:00Z", Outcome::not_measured);
  save(5, "2026-11-23T09:00:00Z", Outcome::not_met);
  EXPECT_EQ(args(Outcome::not_met).at("failing_since"), "2026-11-21T09:00:00Z");
  EXPECT_EQ(args(Outcome::not_met).at("last_met"), "2026-11-20T09:00:00Z");
  EXPECT_FALSE(args(Outcome::borderline).contains("failing_since"));
  EXPECT_FALSE(args(Outcome::met).contains("last_met"));
}

TEST_F(RecordedTest, AnswersAreReadBackAndGoWithTheRest) {
  Report report = check(1, "2026-11-20T09:00:00Z", 1e6);
  report.answers = {{"line", {"dsl", at("2026-11-20T08:59:00Z")}}};
  ASSERT_TRUE(history_->save(report));
  const auto all = [&] {
    return history_->answers(at("2026-11-01T00:00:00Z"), at("2026-12-01T00:00:00Z")).value();
  };
  ASSERT_EQ(all().size(), 1u);
  EXPECT_EQ(all()[0].spec, report.spec_name);
  EXPECT_EQ(all()[0].question, "line");
  EXPECT_EQ(all()[0].answer, "dsl");
  EXPECT_EQ(all()[0].at, at("2026-11-20T08:59:00Z"));
  ASSERT_TRUE(history_->trim(at("2026-11-25T00:00:00Z"), 1'000'000'000));
  EXPECT_TRUE(all().empty());
}

TEST_F(RecordedTest, TheFilesAreTheirOwnersAlone) {
  fs::permissions(folder_, fs::perms(0755));
  fs::permissions(folder_ / "history.db", fs::perms(0644));
  ASSERT_TRUE(History::open(folder_));
  EXPECT_EQ(fs::status(folder_).permissions(), fs::perms(0700));
  for (const char* name : {"history.db", "history.db-wal", "history.db-shm"}) {
    if (!fs::exists(folder_ / name)) continue;
    EXPECT_EQ(fs::status(folder_ / name).permissions(), fs::perms(0600)) << name;
  }
}

}  // namespace
}  // namespace deskready
