#include "probes/network/line/call/fact_maker.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "config/units/quantity.h"
#include "probes/detail.h"
#include "probes/noted.h"
#include "probes/statistics/bounds.h"

namespace deskready::network {
namespace {

namespace st = statistics;

/// Nothing for a statistic of another name. `values` is not empty.
std::optional<double> statistic_of(std::vector<double> values, std::string_view statistic) {
  std::sort(values.begin(), values.end());
  if (statistic == "max") return values.back();
  if (statistic == "min") return values.front();
  if (statistic == "median") return st::quantile(values, 0.5);
  if (statistic == "p95") return st::quantile(values, 0.95);
  if (statistic == "p99") return st::quantile(values, 0.99);
  if (statistic == "mean")
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  return std::nullopt;
}

}  // namespace

Answer too_few() {
  return tl::unexpected(unmeasured(Cause::too_few_samples));
}

Answer worse(const Answer& a, const Answer& b, bool higher_is_worse) {
  if (!a || !b) return a ? b : a;
  const double value_a = std::get<double>(a->value);
  const double value_b = std::get<double>(b->value);
  Fact fact = (higher_is_worse ? value_a >= value_b : value_a <= value_b) ? *a : *b;
  const auto pick = [&](const std::optional<double>& x, const std::optional<double>& y,
                        bool open) -> std::optional<double> {
    if (!x || !y) return open ? std::nullopt : (x ? x : y);
    return higher_is_worse ? std::max(*x, *y) : std::min(*x, *y);
  };
  fact.low = pick(a->low, b->low, !higher_is_worse);
  fact.high = pick(a->high, b->high, higher_is_worse);
  return fact;
}

Method FactMaker::method_of(const StreamRecord& stream) const {
  return {record_.kernel_stamps ? How::packets_by_kernel : How::packets_by_program,
          {{"protocol", Term(record_.protocol)},
           {"rate", std::lround(stream.packets_per_second)},
           {"bytes", stream.payload_bytes}}};
}

Fact FactMaker::base(const StreamRecord& stream, double value, std::uint64_t samples) const {
  Fact fact;
  fact.value = value;
  fact.samples = samples;
  fact.how = method_of(stream);
  fact.at = record_.at;
  fact.cost = record_.cost;
  fact.detail = stream.detail;
  const double own_rate =
      record_.cost.seconds > 0 ? static_cast<double>(record_.cost.bytes) * 8 / record_.cost.seconds : 0;
  fact.detail["other_traffic"] = record_.disturbance.other_rate;
  fact.detail["waited_for_processor"] = record_.disturbance.waited;
  if (const auto taint = taint_of(record_.disturbance, own_rate)) note_taint(*taint, fact);
  // A call's packets are fewer only where less than a whole call is a fifth of the line.
  constexpr double of_a_call = 50;
  if (&stream == &record_.dense || stream.packets_per_second < of_a_call) note_line_rate(fact);
  return fact;
}

void FactMaker::note_line_rate(Fact& fact) const {
  if (record_.line_rate > 0) deskready::note_line_rate(std::round(record_.line_rate), fact);
}

Answer FactMaker::share(std::uint64_t count, std::uint64_t of, double alpha) const {
  if (of == 0) return too_few();
  const st::Interval interval = st::binomial_interval(count, of, alpha);
  Fact fact = base(record_.dense, interval.value, of);
  set_bounds(fact, interval);
  return fact;
}

Answer FactMaker::mean(const std::vector<double>& series, double alpha) const {
  const auto batch = std::max<std::size_t>(1, static_cast<std::size_t>(record_.call.packets_per_second / 4));
  const st::Interval interval =
      st::fixed_mean_interval(st::batch_means(series, batch), alpha / record_.looks);
  if (series.empty() || std::isinf(interval.high)) return too_few();
  double sum = 0;
  for (const double one : series) sum += one;
  const double value = sum / static_cast<double>(series.size());
  Fact fact = base(record_.call, value, series.size());
  fact.how.also(How::quarter_seconds);
  // Samples after the last whole batch move the value, and no value lies outside its own interval.
  const double low = std::min(interval.low, value) - stamp_error;
  set_bounds(fact, {value, std::max(0.0, low), std::max(interval.high, value) + stamp_error, 0});
  return fact;
}

Answer FactMaker::of_windows(const StreamRecord& stream, const FactKey& key,
                             const std::function<std::vector<double>(std::size_t length)>& in_each) const {
  const auto seconds = parse_quantity_in(key.window, Unit::second);
  if (!seconds)
    return tl::unexpected(
        unmeasured(Cause::unsupported, {Detail::key_unsupported, {{"key", Term(to_string(key))}}}));
  const auto length = static_cast<std::size_t>(*seconds * stream.packets_per_second + 1e-9);
  if (length < 2) return tl::unexpected(unmeasured(Cause::unsupported, Detail::window_too_short));
  const std::vector<double> windows = in_each(length);
  if (windows.empty()) return too_few();
  const auto value = statistic_of(windows, key.statistic);
  if (!value)
    return tl::unexpected(
        unmeasured(Cause::unsupported, {Detail::key_unsupported, {{"key", Term(to_string(key))}}}));
  Fact fact = base(stream, *value, stream.packets.size());
  fact.how.also(How::windows, {{"statistic", Term(key.statistic)}, {"window", Term(key.window)}});
  fact.detail["windows"] = windows.size();
  return fact;
}

Answer FactMaker::quantile(const std::vector<double>& series, double p) const {
  st::Interval interval =
      p == 0.5 ? st::quantile_interval(series, p, st::Stopping::fixed, st::alpha_95 / record_.looks)
               : st::tail_interval(series, p, st::alpha_95, record_.looks);
  constexpr std::size_t least = 20, many = 100;
  // Samples that depend on each other may leave a median without bounds. Most of many samples then bound it;
  // of few, as over a line that carries no more, all that was seen and as much again on either side.
  if (p == 0.5 && series.size() >= least) {
    std::vector<double> sorted(series);
    std::sort(sorted.begin(), sorted.end());
    const bool few = sorted.size() < many;
    const double beyond = few ? sorted.back() - sorted.front() : 0;
    if (std::isinf(interval.low)) interval.low = st::quantile(sorted, few ? 0 : 0.05) - beyond;
    if (std::isinf(interval.high)) interval.high = st::quantile(sorted, few ? 1 : 0.95) + beyond;
  }
  if (series.size() < least || (std::isinf(interval.low) && std::isinf(interval.high))) return too_few();
  Fact fact = base(record_.call, interval.value, interval.samples);
  fact.how.also(How::delays_alike);
  if (std::isfinite(interval.low)) interval.low = std::max(0.0, interval.low - stamp_error);
  interval.high += stamp_error;
  set_bounds(fact, interval);
  return fact;
}

Fact FactMaker::from_dense(const st::Interval& interval) const {
  Fact fact = base(record_.dense, interval.value, interval.samples);
  fact.how.also(How::bursts_assumed);
  set_bounds(fact, interval);
  return fact;
}

}  // namespace deskready::network
