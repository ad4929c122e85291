#include "reports/over_time/over_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "config/facts/catalogue.h"
#include "probes/detail.h"
#include "probes/noted.h"
#include "reports/assess/judge.h"
#include "reports/over_time/outages.h"

namespace deskready {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double usual_window = 14.0 * 24 * 3600;

double seconds_between(WallTime from, WallTime to) {
  return std::chrono::duration<double>(to - from).count();
}

/// In the window, and within the job's shifts where only they count.
FactSeries in_window(const OverTime& over, const FactSeries& series, const WorkHours* hours, WallTime now) {
  FactSeries kept;
  std::copy_if(series.begin(), series.end(), std::back_inserter(kept), [&](const CheckedFact& one) {
    if (one.at > now || seconds_between(one.at, now) >= over.seconds) return false;
    return !over.shifts ||
           (hours != nullptr && shift_at(*hours, std::chrono::floor<std::chrono::seconds>(one.at)));
  });
  return kept;
}

std::optional<Unmeasured> too_little(const OverTime& over, const FactSeries& said, const WorkHours* hours) {
  const bool no_shifts = hours == nullptr || (hours->shifts.empty() && hours->exceptions.empty());
  if (over.shifts && no_shifts) return Unmeasured{Cause::too_little_history, {{"hours", "no_shifts"}}};
  const double span = said.empty() ? 0 : seconds_between(said.front().at, said.back().at);
  if (said.size() >= least_recorded && span >= over.seconds / 2) return std::nullopt;
  Unmeasured why{Cause::too_little_history,
                 {{"recorded", std::to_string(said.size())},
                  {"over", fmt::format("{:.0f}", span)},
                  {"needed", std::to_string(least_recorded)},
                  {"needed_over", fmt::format("{:.0f}", over.seconds / 2)}}};
  if (over.shifts) why.args.emplace("hours", "shifts");
  return why;
}

/// As far as a figure that was disturbed says anything: that it was no worse.
Interval borne_out(const Fact& fact, const FactInfo& info) {
  Interval is = interval_of(fact);
  if (!noted_taint(fact)) return is;
  if (info.better == Better::higher) is.high = infinity;
  if (info.better == Better::lower) is.low = -infinity;
  return is;
}

/// The values need not be finite.
double statistic_of(std::vector<double> values, const std::string& statistic) {
  std::sort(values.begin(), values.end());
  const auto size = static_cast<double>(values.size());
  const auto ranked = [&](double share) {
    return values[static_cast<std::size_t>(std::max(std::ceil(share * size) - 1, 0.0))];
  };
  if (statistic == "min") return values.front();
  if (statistic == "max") return values.back();
  if (statistic == "p95") return ranked(0.95);
  if (statistic == "p99") return ranked(0.99);
  if (statistic == "median") return ranked(0.5);
  return std::accumulate(values.begin(), values.end(), 0.0) / size;
}

Fact made(Value value, const FactSeries& said, WallTime now, const OverTime& over, std::string_view what) {
  Fact fact;
  fact.value = std::move(value);
  fact.samples = said.size();
  fact.how = Method(How::checks_over, {{"statistic", Term(what)}, {"over", over.seconds}});
  if (over.shifts) fact.how.also(How::within_shifts);
  fact.at = now;
  const auto first = said.front().fact ? said.front().fact->trust : Trust::self;
  const bool all_same = std::all_of(
      said.begin(), said.end(), [&](const CheckedFact& one) { return one.fact && one.fact->trust == first; });
  fact.trust = all_same ? first : Trust::self;
  return fact;
}

tl::expected<Fact, Unmeasured> statistic(const OverTime& over, const FactInfo& info, const FactSeries& said,
                                         WallTime now) {
  std::vector<double> values, lows, highs;
  for (const CheckedFact& one : said) {
    const Interval is = borne_out(*one.fact, info);
    values.push_back(std::get<double>(one.fact->value));
    lows.push_back(is.low);
    highs.push_back(is.high);
  }
  const double low = statistic_of(lows, over.statistic), high = statistic_of(highs, over.statistic);
  if (!std::isfinite(low) && !std::isfinite(high)) return tl::unexpected(unmeasured(Cause::undecided));
  Fact fact = made(statistic_of(values, over.statistic), said, now, over, over.statistic);
  if (!std::isfinite(high)) {
    fact.at_least = true;
    fact.value = low;
  } else if (!std::isfinite(low)) {
    fact.at_most = true;
    fact.value = high;
  } else if (low < high) {
    fact.low = low;
    fact.high = high;
  }
  return fact;
}

Fact share(const Rule& rule, const OverTime& over, const FactInfo& info, const FactSeries& said,
           WallTime now) {
  int met = 0, missed = 0, likely = 0;
  for (const CheckedFact& one : said) {
    const Outcome outcome = judge(rule, info, *one.fact).outcome;
    if (outcome == Outcome::met) ++met;
    if (outcome == Outcome::not_met) ++missed;
    if (outcome == Outcome::met || outcome == Outcome::not_met) continue;
    Fact sharp = *one.fact;
    sharp.low = sharp.high = std::nullopt;
    if (judge(rule, info, sharp).outcome == Outcome::met) ++likely;
  }
  const auto all = static_cast<double>(said.size());
  Fact fact = made((met + likely) / all, said, now, over, "share");
  if (met + missed < static_cast<int>(said.size())) {
    fact.low = met / all;
    fact.high = 1 - missed / all;
  }
  return fact;
}

/// Whether the figure can be judged at all, be it good or bad.
bool says_something(const Rule& rule, const FactInfo& info, const CheckedFact& one) {
  if (!one.fact) return false;
  const auto cause = judge(rule, info, *one.fact).cause;
  return cause != Cause::too_few_samples && cause != Cause::not_comparable && cause != Cause::unknown_name;
}

}  // namespace

bool is_over_time(const Rule& rule) {
  if (rule.over) return true;
  const FactInfo* info = find_fact(rule.key.name);
  return info != nullptr && info->from_history();
}

OverTime window_of(const Rule& rule) {
  return rule.over.value_or(OverTime{.seconds = usual_window, .statistic = {}});
}

tl::expected<Fact, Unmeasured> over_time(const Rule& rule, const FactSeries& series, const WorkHours* hours,
                                         WallTime now) {
  const FactInfo* info = find_fact(rule.key.name);
  if (info == nullptr)
    return tl::unexpected(
        unmeasured(Cause::unknown_name, {Detail::name_unknown, {{"key", Term(rule.key.name)}}}));
  const OverTime over = window_of(rule);
  FactSeries said = in_window(over, series, hours, now);
  std::erase_if(said, [&](const CheckedFact& one) {
    return info->from_history() ? !tells_of_line(one) : !says_something(rule, *info, one);
  });
  if (auto why = too_little(over, said, hours)) return tl::unexpected(std::move(*why));
  if (!info->from_history())
    return over.share ? share(rule, over, *info, said, now) : statistic(over, *info, said, now);
  const Outages outages = outages_of(said, over.shifts ? hours : nullptr);
  Fact fact = made(0.0, said, now, over, info->outage == Outage::share_up ? "share up" : "outages");
  fact.trust = Trust::self;
  if (info->outage == Outage::count) fact.value = static_cast<double>(outages.count);
  if (info->outage == Outage::longest) {
    fact.value = outages.longest.length;
    if (outages.count > 0) {
      fact.low = outages.longest.shortest;
      fact.high = outages.longest.longest;
    }
  }
  if (info->outage == Outage::share_up) {
    const double up = 1 - static_cast<double>(outages.checks_down) / static_cast<double>(said.size());
    const double span = seconds_between(said.front().at, said.back().at);
    fact.value = up;
    if (outages.count > 0) {
      fact.low = std::clamp(1 - outages.all.longest / span, 0.0, up);
      fact.high = std::max(up, 1 - outages.all.shortest / span);
    }
  }
  return fact;
}

}  // namespace deskready
