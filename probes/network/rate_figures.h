// From bytes counted over time to a rate with its interval. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "probes/statistics.h"

namespace deskready::network {

/// Bytes that had arrived by a moment; seconds from any origin, ascending.
struct ByteCount {
  double at = 0;
  std::uint64_t bytes = 0;
};

/// Mean rates, bit/s, of consecutive batches of `seconds`, from the first count to the last whole batch;
/// counts between are interpolated.
std::vector<double> batch_rates(std::span<const ByteCount> counts, double seconds);

/// Where slow start has ended: the first batch that reaches 95 % of the median of the five after it (fewer at
/// the end) and no more than 120 % of it, as the first packets do that nobody paces. The number of batches
/// when none does.
std::size_t steady_from(std::span<const double> batches);

/// Of several transfers at once what had arrived of all, at each moment at which one was counted, while all
/// of them ran. Empty when there was no such time.
std::vector<ByteCount> sum_of(std::span<const std::vector<ByteCount>> transfers);

struct Rate {
  statistics::Interval interval;  ///< bit/s
  double ramp_seconds = 0;        ///< left out at the beginning
  double batch_seconds = 0;       ///< of the batches behind the interval
};

/// The steady rate; no samples when fewer than two steady batches were seen. The interval holds a full
/// segment more or less at both ends, too.
Rate steady_rate(std::span<const ByteCount> counts, double batch_seconds);

/// Of an offered rate at least so much arrives when the line is not the bottleneck.
inline constexpr double keeps_up = 0.97;

/// Seconds in which so many full segments come at `rate` bit/s that one more or less does not matter (24); 0
/// for a rate of 0.
double regular_seconds(std::uint64_t rate);

/// The same with short batches (0.1 s, or regular_seconds where that is more) when the line
/// keeps up with `offered` bit/s: what arrives then is as regular as the sender, and short batches depend on
/// each other no more than long ones.
Rate offered_rate(std::span<const ByteCount> counts, double batch_seconds, std::uint64_t offered);

}  // namespace deskready::network
