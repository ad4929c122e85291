#include "probes/network/line/load/rate_figures.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace deskready::network {
namespace {

double bytes_at(std::span<const ByteCount> counts, double at) {
  const auto after = std::lower_bound(counts.begin(), counts.end(), at,
                                      [](const ByteCount& count, double when) { return count.at < when; });
  if (after == counts.begin()) return static_cast<double>(counts.front().bytes);
  if (after == counts.end()) return static_cast<double>(counts.back().bytes);
  const ByteCount& left = *(after - 1);
  const double width = after->at - left.at;
  const double share = width > 0 ? (at - left.at) / width : 1;
  return static_cast<double>(left.bytes) + share * static_cast<double>(after->bytes - left.bytes);
}

}  // namespace

std::vector<double> batch_rates(std::span<const ByteCount> counts, double seconds) {
  std::vector<double> rates;
  if (counts.size() < 2 || seconds <= 0) return rates;
  const double begin = counts.front().at;
  for (int i = 0; begin + (i + 1) * seconds <= counts.back().at; ++i) {
    const double bytes = bytes_at(counts, begin + (i + 1) * seconds) - bytes_at(counts, begin + i * seconds);
    rates.push_back(bytes * 8 / seconds);
  }
  return rates;
}

std::vector<ByteCount> sum_of(std::span<const std::vector<ByteCount>> transfers) {
  double from = 0, until = std::numeric_limits<double>::infinity();
  std::vector<double> moments;
  for (const auto& counts : transfers) {
    if (counts.empty()) return {};
    from = std::max(from, counts.front().at);
    until = std::min(until, counts.back().at);
    for (const ByteCount& count : counts) moments.push_back(count.at);
  }
  std::sort(moments.begin(), moments.end());
  std::vector<ByteCount> sum;
  for (const double at : moments) {
    if (at < from || at > until) continue;
    double bytes = 0;
    for (const auto& counts : transfers) bytes += bytes_at(counts, at);
    sum.push_back({at, static_cast<std::uint64_t>(bytes)});
  }
  return sum;
}

std::size_t steady_from(std::span<const double> batches) {
  constexpr std::size_t ahead = 5;
  for (std::size_t i = 0; i + 1 < batches.size(); ++i) {
    std::vector<double> next(
        batches.begin() + static_cast<std::ptrdiff_t>(i) + 1,
        batches.begin() + static_cast<std::ptrdiff_t>(std::min(i + 1 + ahead, batches.size())));
    std::nth_element(next.begin(), next.begin() + static_cast<std::ptrdiff_t>(next.size() / 2), next.end());
    const double median = next[next.size() / 2];
    if (batches[i] >= 0.95 * median && batches[i] <= 1.2 * median) return i;
  }
  return batches.size();
}

namespace {

/// Of the batches from that number on, all as long as `batch_seconds`, the first of which begins at `begin`.
Rate rate_of_batches(std::span<const double> batches, std::size_t from, double begin, double batch_seconds) {
  if (batches.size() < from + 2) return {};
  const auto steady = batches.subspan(from);
  const double ramp = static_cast<double>(from) * batch_seconds;
  Rate rate{statistics::mean_interval(steady), ramp, batch_seconds, false, begin + ramp,
            {steady.begin(), steady.end()}};
  const double grain = 2 * segment_bits / (static_cast<double>(rate.interval.samples) * batch_seconds);
  rate.interval.low -= grain;
  rate.interval.high += grain;
  return rate;
}

}  // namespace

Rate steady_rate(std::span<const ByteCount> counts, double batch_seconds) {
  const auto batches = batch_rates(counts, batch_seconds);
  if (batches.empty()) return {};
  return rate_of_batches(batches, steady_from(batches), counts.front().at, batch_seconds);
}

Rate rate_after(std::span<const ByteCount> counts, double skip, double batch_seconds) {
  if (counts.size() < 2) return {};
  const double begin = counts.front().at + skip;
  std::vector<ByteCount> rest = {{begin, static_cast<std::uint64_t>(bytes_at(counts, begin))}};
  std::copy_if(counts.begin(), counts.end(), std::back_inserter(rest),
               [&](const ByteCount& count) { return count.at > begin; });
  Rate rate = rate_of_batches(batch_rates(rest, batch_seconds), 0, begin, batch_seconds);
  rate.ramp_seconds = skip;
  return rate;
}

double regular_seconds(std::uint64_t rate) {
  constexpr double segments = 24;
  return rate > 0 ? segments * segment_bits / static_cast<double>(rate) : 0;
}

namespace {

/// The greatest distance, bytes, between the counts of a time and an even arrival.
double unevenness(std::span<const ByteCount> counts, double from, double until) {
  const double begin = bytes_at(counts, from);
  const double slope = (bytes_at(counts, until) - begin) / (until - from);
  double most = 0;
  for (const ByteCount& count : counts) {
    if (count.at < from || count.at > until) continue;
    most = std::max(most, std::abs(static_cast<double>(count.bytes) - begin - slope * (count.at - from)));
  }
  return most;
}

/// Whether the line was given less than it carries for a while, so that the mean is none of its own.
bool held_back(const Rate& rate, std::uint64_t offered) {
  constexpr double share = 0.2;
  const auto reached = std::count_if(rate.batches.begin(), rate.batches.end(), [&](double batch) {
    return batch >= keeps_up * static_cast<double>(offered);
  });
  return static_cast<double>(reached) >= share * static_cast<double>(rate.batches.size());
}

}  // namespace

Rate offered_rate(std::span<const ByteCount> counts, double batch_seconds, std::uint64_t offered) {
  constexpr double least = 0.1;
  constexpr std::uint64_t enough = 4;
  const double brief = std::clamp(regular_seconds(offered) / 2, least, std::max(least, batch_seconds));
  Rate rate = steady_rate(counts, brief);
  if (rate.interval.samples < enough || rate.interval.value < keeps_up * static_cast<double>(offered)) {
    rate = steady_rate(counts, batch_seconds);
    if (rate.interval.samples > 0 && held_back(rate, offered))
      rate.interval.high = std::numeric_limits<double>::infinity();
    return rate;
  }
  const double seconds = static_cast<double>(rate.interval.samples) * brief;
  const double from = counts.front().at + rate.ramp_seconds;
  const double half = (2 * unevenness(counts, from, from + seconds) * 8 + 2 * segment_bits) / seconds;
  rate.interval.low = rate.interval.value - half;
  rate.interval.high = rate.interval.value + half;
  rate.even = true;
  return rate;
}

}  // namespace deskready::network
