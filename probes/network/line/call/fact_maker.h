// Makes facts of a recorded call's figures: value, interval, method, cost, and what disturbed them. Pure.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/facts/fact_key.h"
#include "probes/network/line/call/call_record.h"
#include "probes/statistics/statistics.h"

namespace deskready::network {

using Answer = tl::expected<Fact, Unmeasured>;

Answer too_few();

/// The worse of both directions, with the worse of the bounds.
Answer worse(const Answer& a, const Answer& b, bool higher_is_worse = true);

/// The plain name is the worse of two directions, so each gets half of the error.
inline constexpr double alpha_each = statistics::alpha_95 / 2;

/// Intervals hold for whoever looks `record.looks` times. The record outlives it.
class FactMaker {
 public:
  explicit FactMaker(const CallRecord& record) : record_(record) {}

  Fact base(const StreamRecord& stream, double value, std::uint64_t samples) const;
  /// Where the line is why there were fewer samples.
  void note_line_rate(Fact& fact) const;
  Method method_of(const StreamRecord& stream) const;

  /// Of losses in the dense stream.
  Fact from_dense(const statistics::Interval& interval) const;
  /// `count` of `of` packets of the dense stream.
  Answer share(std::uint64_t count, std::uint64_t of, double alpha) const;

  /// Of a series of the call stream, in order of time.
  Answer mean(const std::vector<double>& series, double alpha) const;
  Answer quantile(const std::vector<double>& series, double p) const;
  /// What one figure was in each window, by the statistic that is asked of all windows; nothing bounds it.
  Answer of_windows(const StreamRecord& stream, const FactKey& key,
                    const std::function<std::vector<double>(std::size_t length)>& in_each) const;

 private:
  const CallRecord& record_;
};

/// The value of each window of `length` neighbours that has one.
template <typename Element, typename ValueOf>
std::vector<double> sliding(const std::vector<Element>& series, std::size_t length, ValueOf value_of) {
  std::vector<double> values;
  for (std::size_t i = 0; i + length <= series.size(); ++i) {
    if (const auto value = value_of(std::span(series).subspan(i, length))) values.push_back(*value);
  }
  return values;
}

}  // namespace deskready::network
