// Rules that the history decides. Truth: series made here, whose figures can be counted by hand.
#include "reports/over_time/over_time.h"

#include <random>

#include "config/spec/rule_key.h"
#include "reports/assess/judge.h"
#include "reports/words/history_words.h"
#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

using namespace std::chrono_literals;

const WallTime now = at("2026-11-24T12:00:00Z");  // a Tuesday

Rule rule_of(const std::string& body) {
  const Spec spec =
      spec_of("[spec]\nlanguage = 1\nname = \"t\"\nreading = \"official\"\n[[rule]]\nid = \"r\"\n" + body);
  return spec.rules.at(0);
}

CheckedFact measured(WallTime when, Value value) {
  Fact fact;
  fact.value = std::move(value);
  fact.samples = 1000;
  fact.at = when;
  return {when, fact, {}};
}

/// Hourly over `days`, the oldest first, all with the same figure.
FactSeries hourly(int days, Value value) {
  FactSeries made;
  for (int hour = days * 24 - 1; hour >= 0; --hour)
    made.push_back(measured(now - std::chrono::hours(hour), value));
  return made;
}

void down(FactSeries& line, std::size_t from, std::size_t count, Cause cause = Cause::far_end_failed) {
  for (std::size_t i = from; i < from + count; ++i) line[i] = {line[i].at, std::nullopt, cause};
}

double number(const tl::expected<Fact, Unmeasured>& fact) {
  return fact ? std::get<double>(fact->value) : -1;
}

double about(const std::string& name, const FactSeries& line) {
  const char* limit = name == "network.outages" ? "<= 1" : "<= 1 h";
  return number(over_time(rule_of("fact = \"" + name + "\"\nlimit = \"" + limit + "\""), line, nullptr, now));
}

WorkHours office() {
  WorkHours hours;
  hours.zone = find_zone("UTC").value();
  hours.shifts = {parse_shift("Mon..Fri 09:00-17:00").value()};
  return hours;
}

const char* const download_share =
    "fact = \"network.download\"\nlimit = \">= 25 Mbps\"\nwindow = \"14 d\"\nshare = \">= 95 %\"";

TEST(OverTime, CountsOutagesAndBoundsTheirLength) {
  auto line = hourly(14, 0.02);
  down(line, 50, 1);
  down(line, 100, 3);
  EXPECT_EQ(about("network.outages", line), 2);
  const auto longest =
      over_time(rule_of("fact = \"network.longest_outage\"\nlimit = \"<= 1 h\""), line, nullptr, now);
  EXPECT_EQ(number(longest), 3 * 3600);
  EXPECT_EQ(longest->low, 2 * 3600);
  EXPECT_EQ(longest->high, 4 * 3600);
  EXPECT_EQ(longest->samples, 336u);
}

TEST(OverTime, AvailabilityIsTheShareOfChecksAndLeavesOpenWhatTheyDo) {
  auto line = hourly(14, 0.02);
  down(line, 100, 3);
  const auto fact =
      over_time(rule_of("fact = \"network.availability\"\nlimit = \">= 99 %\""), line, nullptr, now);
  ASSERT_TRUE(fact);
  EXPECT_NEAR(number(fact), 1 - 3.0 / 336, 1e-9);
  EXPECT_NEAR(*fact->low, 1 - 4.0 / 335, 1e-9);
  EXPECT_NEAR(*fact->high, 1 - 2.0 / 335, 1e-9);
}

TEST(OverTime, AGoodLineHasNoneAndAllOfTheTime) {
  EXPECT_EQ(about("network.outages", hourly(14, 0.02)), 0);
  EXPECT_EQ(about("network.longest_outage", hourly(14, 0.02)), 0);
  EXPECT_EQ(number(over_time(rule_of("fact = \"network.availability\"\nlimit = \">= 99 %\""),
                             hourly(14, 0.02), nullptr, now)),
            1);
}

TEST(OverTime, WhatWasNotTriedSaysNothing) {
  auto line = hourly(14, 0.02);
  down(line, 10, 100, Cause::busy);
  down(line, 200, 20, Cause::no_far_end);
  EXPECT_EQ(about("network.outages", line), 0);
}

TEST(OverTime, AnOutageThatLastsIsAsLongAsItIsKnown) {
  auto line = hourly(14, 0.02);
  down(line, line.size() - 5, 5);
  EXPECT_EQ(about("network.longest_outage", line), 4 * 3600);
}

TEST(OverTime, TheWindowOfTheRuleCounts) {
  auto line = hourly(14, 0.02);
  down(line, 50, 3);  // twelve days ago
  const auto in = [&](const char* window) {
    return number(over_time(
        rule_of(std::string("fact = \"network.outages\"\nlimit = \"<= 3\"\nwindow = \"") + window + "\""),
        line, nullptr, now));
  };
  EXPECT_EQ(in("14 d"), 1);
  EXPECT_EQ(in("7 d"), 0);
}

TEST(OverTime, OnlyTheShiftsCountWhereTheRuleSaysSo) {
  auto line = hourly(14, 0.02);
  const WorkHours hours = office();
  std::size_t night = 0, day = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto when = std::chrono::floor<std::chrono::seconds>(line[i].at);
    if (!shift_at(hours, when)) night = i;
    if (shift_at(hours, when)) day = i;
  }
  const Rule rule =
      rule_of("fact = \"network.outages\"\nlimit = \"<= 3\"\nwindow = \"14 d\"\nduring = \"shifts\"");
  auto at_night = line, by_day = line;
  down(at_night, night, 1);
  down(by_day, day, 1);
  EXPECT_EQ(number(over_time(rule, at_night, &hours, now)), 0);
  EXPECT_EQ(number(over_time(rule, by_day, &hours, now)), 1);
  // Nine whole working days of eight checks, the afternoon of the first and the morning of the last.
  EXPECT_EQ(over_time(rule, line, &hours, now)->samples, 80u);
  const auto none = over_time(rule, line, nullptr, now);
  ASSERT_FALSE(none);
  EXPECT_EQ(too_little_words("en", none.error().args), "no shifts are set for this job");
}

TEST(OverTime, AShareIsThePartOfTheMeasuredTimesThatMetTheLimit) {
  FactSeries line = hourly(14, 30e6);
  for (std::size_t i = 0; i < 84; ++i) line[i] = measured(line[i].at, 20e6);
  down(line, 200, 36, Cause::busy);  // was not measured: neither good nor bad
  const auto fact = over_time(rule_of(download_share), line, nullptr, now);
  ASSERT_TRUE(fact);
  EXPECT_DOUBLE_EQ(number(fact), 216.0 / 300);
  EXPECT_EQ(fact->samples, 300u);
  EXPECT_FALSE(fact->low);
}

TEST(OverTime, FiguresThatDecideNothingLeaveTheShareOpen) {
  FactSeries line = hourly(14, 30e6);
  for (std::size_t i = 0; i < 34; ++i) {  // one tenth, rounded
    line[i].fact->value = 26e6;
    line[i].fact->low = 20e6;
    line[i].fact->high = 32e6;
  }
  const auto fact = over_time(rule_of(download_share), line, nullptr, now);
  ASSERT_TRUE(fact);
  EXPECT_DOUBLE_EQ(number(fact), 1);
  EXPECT_NEAR(*fact->low, 302.0 / 336, 1e-9);
  EXPECT_EQ(fact->high, 1);
}

TEST(OverTime, ATextHasAShareToo) {
  FactSeries line = hourly(14, std::string("ethernet"));
  for (std::size_t i = 0; i < 168; ++i) line[i].fact->value = std::string("wifi");
  const auto fact = over_time(
      rule_of("fact = \"network.link.kind\"\nlimit = \"ethernet\"\nwindow = \"14 d\"\nshare = \">= 90 %\""),
      line, nullptr, now);
  EXPECT_DOUBLE_EQ(number(fact), 0.5);
}

TEST(OverTime, AStatisticIsThatOfTheFigures) {
  FactSeries line;
  for (int i = 1; i <= 100; ++i) line.push_back(measured(now - std::chrono::hours(3 * (100 - i)), 0.001 * i));
  const auto value = [&](const char* statistic) {
    return number(over_time(
        rule_of(
            std::string("fact = \"network.latency\"\nlimit = \"<= 1 s\"\nwindow = \"14 d\"\nstatistic = \"") +
            statistic + "\""),
        line, nullptr, now));
  };
  EXPECT_DOUBLE_EQ(value("min"), 0.001);
  EXPECT_DOUBLE_EQ(value("median"), 0.050);
  EXPECT_DOUBLE_EQ(value("p95"), 0.095);
  EXPECT_DOUBLE_EQ(value("p99"), 0.099);
  EXPECT_DOUBLE_EQ(value("max"), 0.100);
  EXPECT_NEAR(value("mean"), 0.0505, 1e-12);
}

TEST(OverTime, BoundsStayBounds) {
  FactSeries line = hourly(14, 28e6);
  for (CheckedFact& one : line) one.fact->at_least = true;
  const auto fact = over_time(
      rule_of(
          "fact = \"network.download\"\nlimit = \">= 25 Mbps\"\nwindow = \"14 d\"\nstatistic = \"median\""),
      line, nullptr, now);
  ASSERT_TRUE(fact);
  EXPECT_TRUE(fact->at_least);
  EXPECT_EQ(number(fact), 28e6);
}

TEST(OverTime, ADisturbedFigureFailsNobody) {
  FactSeries line = hourly(14, 30e6);
  for (std::size_t i = 0; i < 60; ++i) {
    line[i].fact->value = 3e6;
    line[i].fact->detail["tainted"] = "other_traffic";
  }
  const auto fact = over_time(rule_of(download_share), line, nullptr, now);
  ASSERT_TRUE(fact);
  EXPECT_EQ(fact->high, 1);
}

TEST(OverTime, TooLittleSaysHowMuchThereIsAndIsNeeded) {
  const auto detail = [](const FactSeries& series) {
    const auto fact = over_time(rule_of(download_share), series, nullptr, now);
    EXPECT_FALSE(fact);
    EXPECT_EQ(fact.error().cause, Cause::too_little_history);
    return fact ? std::string() : too_little_words("en", fact.error().args);
  };
  EXPECT_EQ(detail({}), "there is none yet; at least 20 over 7 days are needed");
  EXPECT_EQ(detail({measured(now, 1.0)}), "there is one; at least 20 over 7 days are needed");
  EXPECT_EQ(detail(hourly(3, 30e6)), "there are 72 over 2.9 days; at least 20 over 7 days are needed");
  const FactSeries all = hourly(14, 30e6);
  EXPECT_EQ(detail({all.front(), all[100], all.back()}),
            "there are 3 over 13.9 days; at least 20 over 7 days are needed");
  EXPECT_EQ(detail(FactSeries(all.begin(), all.begin() + 19)),
            "there are 19 over 18 hours; at least 20 over 7 days are needed");
}

TEST(OverTime, WhatTheFutureOrAnOldClockWroteIsNotCounted) {
  FactSeries line = hourly(14, 30e6);
  line.push_back(measured(now + 24h, 1e6));
  line.insert(line.begin(), measured(now - 30 * 24h, 1e6));
  EXPECT_EQ(number(over_time(rule_of(download_share), line, nullptr, now)), 1);
}

Outcome outcome_of(const Rule& rule, const FactSeries& series) {
  const auto fact = over_time(rule, series, nullptr, now);
  if (!fact) return Outcome::not_measured;
  Rule own = rule;
  FactInfo as = rule.over && rule.over->share ? share_info() : *find_fact(rule.key.name);
  as.minimum_samples = 1;
  if (rule.over && rule.over->share) own.comparison = *rule.over->share;
  return judge(own, as, *fact).outcome;
}

/// Better figures in the same checks never lead to a worse outcome.
TEST(OverTimeProperty, ABetterHistoryIsNeverJudgedWorse) {
  std::mt19937 random(20261124);
  const auto pick = [&](double low, double high) {
    return std::uniform_real_distribution(low, high)(random);
  };
  const std::vector<std::string> bodies = {
      download_share, "fact = \"network.download\"\nlimit = \">= 25 Mbps\"\nwindow = \"14 d\"",
      "fact = \"network.download\"\nlimit = \">= 25 Mbps\"\nwindow = \"14 d\"\nstatistic = "
      "\"median\"\ntolerance = \"5 %\"",
      "fact = \"network.download\"\nlimit = \">= 25 Mbps\"\nwindow = \"14 d\"\nstatistic = \"mean\"",
      "fact = \"network.download\"\nlimit = \">= 25 Mbps\"\nwindow = \"14 d\"\nstatistic = \"p95\""};
  int changed = 0;
  for (int round = 0; round < 2000; ++round) {
    const Rule rule = rule_of(bodies[static_cast<std::size_t>(round) % bodies.size()]);
    FactSeries worse = hourly(14, 0.0);
    std::erase_if(worse, [&](const CheckedFact&) { return pick(0, 1) < 0.8; });
    const double centre = pick(20e6, 32e6);
    for (CheckedFact& one : worse) {
      const double value = centre * pick(0.9, 1.1), width = pick(0, 1) < 0.5 ? 0 : value * pick(0, 0.1);
      one.fact->value = value;
      if (width > 0) {
        one.fact->low = value - width;
        one.fact->high = value + width;
      }
    }
    FactSeries better = worse;
    for (CheckedFact& one : better) {
      const double more = pick(0, 1) < 0.5 ? 0 : pick(0, 4e6);
      one.fact->value = std::get<double>(one.fact->value) + more;
      if (one.fact->low) one.fact->low = *one.fact->low + more;
      if (one.fact->high) one.fact->high = *one.fact->high + more;
    }
    const Outcome before = outcome_of(rule, worse), after = outcome_of(rule, better);
    EXPECT_GE(rank(after), rank(before)) << "round " << round;
    changed += before != after ? 1 : 0;
  }
  EXPECT_GT(changed, 100);  // else the figures never came near a limit
}

/// A check that was down becoming one that was up.
TEST(OverTimeProperty, ALineThatWasUpMoreIsNeverJudgedWorse) {
  std::mt19937 random(7);
  const std::vector<std::string> bodies = {"fact = \"network.availability\"\nlimit = \">= 99 %\"",
                                           "fact = \"network.longest_outage\"\nlimit = \"<= 3 h\""};
  for (int round = 0; round < 1000; ++round) {
    const Rule rule = rule_of(bodies[static_cast<std::size_t>(round) % bodies.size()]);
    FactSeries worse = hourly(14, 0.02);
    for (std::size_t i = 0; i < worse.size(); ++i) {
      if (random() % 100 < 3) down(worse, i, 1);
    }
    FactSeries better = worse;
    for (CheckedFact& one : better) {
      if (!one.fact && random() % 2 == 0) one = measured(one.at, 0.02);
    }
    EXPECT_GE(rank(outcome_of(rule, better)), rank(outcome_of(rule, worse))) << "round " << round;
  }
}

}  // namespace
}  // namespace deskready
