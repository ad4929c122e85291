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

/// Where slow start has ended: the first batch that reaches 90 % of the median of the five after it (fewer at
/// the end). The number of batches when none does.
std::size_t steady_from(std::span<const double> batches);

struct Rate {
  statistics::Interval interval;  ///< bit/s
  double ramp_seconds = 0;        ///< left out at the beginning
};

/// The steady rate; no samples when fewer than two steady batches were seen.
Rate steady_rate(std::span<const ByteCount> counts, double batch_seconds);

}  // namespace deskready::network
