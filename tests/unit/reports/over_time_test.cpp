#include "reports/over_time.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

using namespace std::chrono_literals;

const WallTime now(std::chrono::seconds(1'800'000'000));

/// Hourly checks over `days`, all up.
std::vector<Sample> line(int days) {
  std::vector<Sample> made;
  for (int hour = days * 24; hour > 0; --hour) made.push_back({now - std::chrono::hours(hour), 0.02, {}});
  return made;
}

void down(std::vector<Sample>& line, std::size_t from, std::size_t count,
          const char* cause = "far_end_failed") {
  for (std::size_t i = from; i < from + count; ++i) line[i] = {line[i].at, std::nullopt, cause};
}

double number(const Facts& facts, const char* name) {
  const Fact* fact = facts.find(name);
  return fact == nullptr ? -1 : std::get<double>(fact->value);
}

TEST(OverTime, CountsOutagesAndBoundsTheirLength) {
  auto checks = line(14);
  down(checks, 50, 1);
  down(checks, 100, 3);
  const Facts facts = over_time(checks, now);
  EXPECT_EQ(number(facts, "network.outages"), 2);
  EXPECT_EQ(number(facts, "network.longest_outage"), 3 * 3600);
  EXPECT_EQ(facts.find("network.longest_outage")->low, 2 * 3600);
  EXPECT_EQ(facts.find("network.longest_outage")->high, 4 * 3600);
  EXPECT_NEAR(number(facts, "network.availability"), 1 - 4.0 / 336, 0.004);
}

TEST(OverTime, AGoodLineHasNoneAndAllOfTheTime) {
  const Facts facts = over_time(line(14), now);
  EXPECT_EQ(number(facts, "network.outages"), 0);
  EXPECT_EQ(number(facts, "network.longest_outage"), 0);
  EXPECT_EQ(number(facts, "network.availability"), 1);
}

TEST(OverTime, WhatWasNotTriedSaysNothing) {
  auto checks = line(14);
  down(checks, 10, 100, "busy");
  down(checks, 200, 20, "no_far_end");
  EXPECT_EQ(number(over_time(checks, now), "network.outages"), 0);
}

TEST(OverTime, TooLittleIsNoAnswer) {
  for (const auto& checks : {line(0), line(6), std::vector<Sample>{line(14).front(), line(14).back()}}) {
    const Facts facts = over_time(checks, now);
    for (const std::string_view name : over_time_names()) {
      ASSERT_NE(facts.why_not(name), nullptr);
      EXPECT_EQ(facts.why_not(name)->cause, Cause::too_little_history);
    }
  }
}

TEST(OverTime, AnOutageThatLastsIsAsLongAsItIsKnown) {
  auto checks = line(14);
  down(checks, checks.size() - 5, 5);
  EXPECT_EQ(number(over_time(checks, now), "network.longest_outage"), 4 * 3600);
}

}  // namespace
}  // namespace deskready
