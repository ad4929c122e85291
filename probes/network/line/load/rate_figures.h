// From bytes counted over time to a rate with its interval. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "probes/statistics/statistics.h"

namespace deskready::network {

/// Payload of a full segment, bits.
inline constexpr double segment_bits = 1448 * 8;

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
  statistics::Interval interval;     ///< bit/s
  double ramp_seconds = 0;           ///< left out at the beginning
  double batch_seconds = 0;          ///< of the batches behind the interval
  bool even = false;                 ///< the line kept up, and the interval is that of an even arrival
  double from = 0;                   ///< where the batches begin, by the counts' clock, seconds
  std::vector<double> batches = {};  ///< bit/s, in order of time; as many as the interval's samples
};

/// The steady rate; no samples when fewer than two steady batches were seen. The interval holds a full
/// segment more or less at both ends, too.
Rate steady_rate(std::span<const ByteCount> counts, double batch_seconds);

/// The same with `skip` seconds left out, whatever slow start looks like: what is seen must not decide where
/// looking begins when several such rates are put together.
Rate rate_after(std::span<const ByteCount> counts, double skip, double batch_seconds);

/// Of an offered rate at least so much arrives when the line is not the bottleneck.
inline constexpr double keeps_up = 0.97;

/// Seconds in which so many full segments come at `rate` bit/s that one more or less does not matter (24); 0
/// for a rate of 0.
double regular_seconds(std::uint64_t rate);

/// The same when the line keeps up with `offered` bit/s: what arrives is then as even as the sender, nothing
/// in it is left to chance, and batches of 12 segments (0.1 s to batch_seconds) show where slow start ends.
/// The interval is twice the greatest distance from an even arrival, and a segment at both ends, over the
/// whole time. Where each piece came by chance and not evenly, that distance would be 0.87 of the total's
/// standard deviation in the mean. When the line does not keep up: steady_rate, which has no upper bound
/// where a fifth of the batches or more came as fast as they were offered, for then the line carries more
/// than it was given.
Rate offered_rate(std::span<const ByteCount> counts, double batch_seconds, std::uint64_t offered);

}  // namespace deskready::network
