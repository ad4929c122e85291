// One rule against one value: every outcome, and that a worse figure never gets a better one.
#include "reports/assess/judge.h"

#include <random>

#include "config/facts/catalogue.h"
#include "config/spec/language/comparison_parser.h"
#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

Rule rule_of(std::string_view fact, std::string_view limit, double tolerance = 0) {
  Rule rule;
  rule.id = "r";
  rule.key.name = fact;
  rule.comparison = parse_comparison(limit, *find_fact(fact)).value();
  rule.tolerance = tolerance;
  return rule;
}

Judgement judged(std::string_view fact, std::string_view limit, const Fact& value, double tolerance = 0) {
  return judge(rule_of(fact, limit, tolerance), *find_fact(fact), value);
}

Fact at_least(Fact fact) {
  fact.at_least = true;
  return fact;
}
Fact at_most(Fact fact) {
  fact.at_most = true;
  return fact;
}

Fact disturbed(Fact fact, const char* by) {
  fact.detail["tainted"] = by;
  return fact;
}

struct Row {
  const char* what;
  const char* fact;
  const char* limit;
  double tolerance;
  Fact value;
  Outcome outcome;
  const char* code;
};

std::vector<Row> floors() {
  using enum Outcome;
  const char* const down = "network.download";
  const char* const lag = "network.latency";
  return {
      {"plain, above", down, ">= 25 Mbps", 0, number(30e6), met, "met"},
      {"plain, on the limit", down, ">= 25 Mbps", 0, number(25e6), met, "met"},
      {"plain, just below", down, ">= 25 Mbps", 0, number(24.99e6), not_met, "too_low"},
      {"interval above", down, ">= 25 Mbps", 0, number(30e6, 25e6, 35e6), met, "met"},
      {"interval below", down, ">= 25 Mbps", 0, number(20e6, 15e6, 24.9e6), not_met, "too_low"},
      {"straddles within 10 %", down, ">= 25 Mbps", 0, number(25e6, 22.5e6, 27e6), borderline, "close"},
      {"straddles wider", down, ">= 25 Mbps", 0, number(25e6, 22.4e6, 27e6), not_measured, "undecided"},
      {"straddles, far above on the good side", down, ">= 25 Mbps", 0, number(40e6, 23e6, 90e6), borderline,
       "close"},
      {"shortfall within tolerance", down, ">= 25 Mbps", 0.05, number(24e6), borderline, "close"},
      {"shortfall beyond tolerance", down, ">= 25 Mbps", 0.05, number(23.7e6), not_met, "too_low"},
      {"tolerance wider than 10 %", down, ">= 25 Mbps", 0.2, number(21e6, 20e6, 22e6), borderline, "close"},
      {"strict, on the limit", down, "> 25 Mbps", 0, number(25e6), not_met, "too_low"},
      {"strict, above", down, "> 25 Mbps", 0, number(25.1e6), met, "met"},
      {"a lower bound that suffices", down, ">= 25 Mbps", 0, at_least(number(26e6)), met, "met"},
      {"a lower bound that does not", down, ">= 25 Mbps", 0, at_least(number(24e6)), not_measured,
       "measured_only_up_to"},
      {"a lower bound is never a shortfall", down, ">= 25 Mbps", 0.2, at_least(number(24e6)), not_measured,
       "measured_only_up_to"},
      {"a lower bound with its own uncertainty", down, ">= 25 Mbps", 0, at_least(number(26e6, 24e6, 28e6)),
       not_measured, "undecided"},
      {"an upper bound on a floor", down, ">= 25 Mbps", 0, at_most(number(20e6)), not_met, "too_low"},
      {"disturbed, and still good", down, ">= 25 Mbps", 0, disturbed(number(30e6), "other_traffic"), met,
       "met"},
      {"a disturbed figure fails nobody", down, ">= 25 Mbps", 0, disturbed(number(20e6), "other_traffic"),
       not_measured, "other_traffic"},
      {"a busy computer fails nobody", lag, "<= 100 ms", 0, disturbed(number(0.2), "busy_computer"),
       not_measured, "computer_busy"},
  };
}

std::vector<Row> others() {
  using enum Outcome;
  const char* const down = "network.download";
  const char* const lag = "network.latency";
  const char* const loss = "network.loss";
  return {
      {"ceiling, below", lag, "<= 100 ms", 0, number(0.05), met, "met"},
      {"ceiling, on the limit", lag, "<= 100 ms", 0, number(0.1), met, "met"},
      {"ceiling, above", lag, "<= 100 ms", 0, number(0.11), not_met, "too_high"},
      {"ceiling, strict, on the limit", lag, "< 100 ms", 0, number(0.1), not_met, "too_high"},
      {"ceiling, straddles near", lag, "<= 100 ms", 0, number(0.1, 0.02, 0.109), borderline, "close"},
      {"ceiling, straddles wide", lag, "<= 100 ms", 0, number(0.1, 0.02, 0.2), not_measured, "undecided"},
      {"ceiling, a lower bound beyond it", lag, "<= 100 ms", 0, at_least(number(0.2)), not_met, "too_high"},
      {"ceiling, an upper bound under it", lag, "<= 100 ms", 0, at_most(number(0.02)), met, "met"},
      {"loss within half a point", loss, "<= 1 %", 0, number(0.01, 0.006, 0.015), borderline, "close"},
      {"loss beyond half a point", loss, "<= 1 %", 0, number(0.01, 0.006, 0.0151), not_measured, "undecided"},
      {"too few samples", loss, "<= 1 %", 0, number(0.0, 99), not_measured, "too_few_samples"},
      {"just enough samples", loss, "<= 1 %", 0, number(0.0, 100), met, "met"},
      {"in the range", lag, "10 .. 20 ms", 0, number(0.015), met, "met"},
      {"under the range", lag, "10 .. 20 ms", 0, number(0.005), not_met, "too_low"},
      {"over the range", lag, "10 .. 20 ms", 0, number(0.05), not_met, "too_high"},
      {"range, straddling its upper end", lag, "10 .. 20 ms", 0, number(0.019, 0.018, 0.021), borderline,
       "close"},
      {"range, straddling both ends wide", lag, "10 .. 20 ms", 0, number(0.015, 0.001, 0.1), not_measured,
       "undecided"},
      {"a negative limit", "audio.noise_floor", "<= -45 dBFS", 0, number(-60), met, "met"},
      {"a negative limit, worse", "audio.noise_floor", "<= -45 dBFS", 0, number(-30), not_met, "too_high"},
      {"text allowed", "network.link.kind", "ethernet", 0, text("Ethernet"), met, "met"},
      {"text not allowed", "network.link.kind", "ethernet", 0, text("wifi"), not_met, "not_as_asked"},
      {"truth", "audio.headset.present", "true", 0, truth(false), not_met, "not_as_asked"},
      {"version as numbers", "system.os.version", ">= 10.2", 0, text("10.10"), met, "met"},
      {"older version", "system.os.version", ">= 12", 0, text("11.7"), not_met, "wrong_version"},
      {"a number where a text belongs", down, ">= 25 Mbps", 0, text("fast"), not_measured, "not_comparable"},
  };
}

std::vector<Row> rows() {
  std::vector<Row> all = floors();
  const std::vector<Row> more = others();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(Judge, EachRow) {
  for (const Row& row : rows()) {
    const Judgement is = judged(row.fact, row.limit, row.value, row.tolerance);
    EXPECT_EQ(to_string(is.outcome), to_string(row.outcome)) << row.what;
    EXPECT_EQ(is.code, row.code) << row.what;
    EXPECT_EQ(is.cause.has_value(), row.outcome == Outcome::not_measured) << row.what;
  }
}

TEST(Judge, BanListRefusesOnlyWhatItNames) {
  Rule rule;
  rule.key.name = "network.link.kind";
  rule.comparison.op = Operator::not_in;
  rule.comparison.texts = {"wifi", "cellular"};
  const FactInfo& info = *find_fact(rule.key.name);
  EXPECT_EQ(judge(rule, info, text("WiFi")).outcome, Outcome::not_met);
  EXPECT_EQ(judge(rule, info, text("ethernet")).outcome, Outcome::met);
}

int goodness(Outcome outcome) {
  return outcome == Outcome::met            ? 3
         : outcome == Outcome::borderline   ? 2
         : outcome == Outcome::not_measured ? 1
                                            : 0;
}

TEST(Judge, WorseFigureNeverGetsBetterOutcome) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> share(0, 2), shift(0, 0.5);
  const char* const limits[] = {">= 100 ms", "> 100 ms", "<= 100 ms", "< 100 ms"};
  for (int i = 0; i < 40'000; ++i) {
    const char* const limit = limits[i % 4];
    const bool floor = limit[0] == '>';
    const double tolerance = (i / 4) % 3 * 0.08;
    double low = share(random) * 0.1, high = low + share(random) * (i % 5) * 0.02;
    Fact better = number((low + high) / 2, low, high);
    const double down = shift(random) * 0.1, further = shift(random) * 0.1;
    // Both ends move to the bad side, each by its own amount, and stay in order.
    const double sign = floor ? -1 : 1;
    const double worse_low = low + sign * (floor ? down + further : down);
    const double worse_high = high + sign * (floor ? down : down + further);
    Fact worse = number((worse_low + worse_high) / 2, worse_low, worse_high);
    better.at_least = worse.at_least = i % 7 == 0;
    better.at_most = worse.at_most = i % 7 == 1;
    const auto a = judged("network.latency", limit, better, tolerance);
    const auto b = judged("network.latency", limit, worse, tolerance);
    ASSERT_GE(goodness(a.outcome), goodness(b.outcome))
        << limit << " tolerance " << tolerance << ": [" << low << ", " << high << "] is "
        << to_string(a.outcome) << " but [" << worse_low << ", " << worse_high << "] is "
        << to_string(b.outcome);
  }
}

}  // namespace
}  // namespace deskready
