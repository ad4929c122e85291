#include "probes/audio/signal/splices.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "probes/audio/signal/level.h"

namespace deskready::audio {
namespace {

constexpr std::size_t window = 64;
constexpr std::size_t enough_values = 40;  // of 64: fewer are a coarse format's or silence
constexpr double least_seconds = 0.002;
constexpr double farthest_seconds = 0.5;
constexpr double most_share = 0.1;
constexpr std::uint32_t factor = 2654435761U;

constexpr double least_rate = 16000;
constexpr double around_seconds = 0.005;
constexpr std::size_t spike = 6;  // samples to each side that the step itself reaches
constexpr double stands_out = 12;
constexpr double audible_step = 64.0 / 32768;
constexpr double apart_seconds = 0.001;
constexpr float alone = 3;            // times the rises beside it
constexpr float coarse = 4;           // steps of the format
constexpr float coarse_share = 0.2F;  // of the value: telephone formats have steps of a sixteenth
constexpr float end_stop = 0.95F;     // of the largest value: what was cut off has corners there

bool has_many_values(std::span<const float> piece) {
  std::vector<float> values(piece.begin(), piece.end());
  std::sort(values.begin(), values.end());
  return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin()) >=
         enough_values;
}

/// Positions of earlier windows by their hash; a later one takes an earlier one's place.
class Windows {
 public:
  std::size_t exchange(std::uint32_t hash, std::size_t at) {
    return std::exchange(places_[(hash * factor) >> 16], at + 1);
  }

 private:
  std::vector<std::size_t> places_ = std::vector<std::size_t>(65536, 0);
};

/// Whether a step stands before sample `at` or one beside it: one that is no corner of a flat top, no step of
/// a coarse format, and none between silence and a click.
bool is_step(std::span<const float> samples, std::size_t at, std::size_t around) {
  const auto rise = [&](std::size_t i) { return std::abs(samples[i] - samples[i - 1]); };
  std::size_t i = at - 2;
  for (std::size_t k = at - 2; k <= at + 2; ++k) i = rise(k) > rise(i) ? k : i;
  const float step = rise(i);
  const bool flat_before = rise(i - 1) == 0 && rise(i - 2) == 0;
  const bool flat_after = rise(i + 1) == 0 && rise(i + 2) == 0;
  if (flat_before || flat_after) return false;
  for (std::size_t k = 1; k <= 4; ++k) {
    if (step < alone * std::max(rise(i - k), rise(i + k))) return false;
  }
  const auto before = samples.subspan(i - around, around);
  if (peak(before) < step / 4) return false;
  float quantum = step;
  for (std::size_t k = i - around + 1; k < i + around; ++k) {
    if (rise(k) > 0) quantum = std::min(quantum, rise(k));
  }
  return step > coarse * quantum &&
         step > coarse_share * std::max(std::abs(samples[i]), std::abs(samples[i - 1]));
}

}  // namespace

std::size_t find_repeats(std::span<const float> samples, double rate) {
  const auto least = std::max(window, static_cast<std::size_t>(rate * least_seconds));
  const auto farthest = static_cast<std::size_t>(rate * farthest_seconds);
  std::uint32_t leaving = 1;  // factor^window
  for (std::size_t i = 0; i < window; ++i) leaving *= factor;
  const auto bits = [&](std::size_t i) { return std::bit_cast<std::uint32_t>(samples[i]); };
  Windows windows;
  std::uint32_t hash = 0;
  std::size_t count = 0;
  std::size_t repeated = 0;
  std::size_t free_from = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    hash = hash * factor + bits(i);
    if (i >= window) hash -= leaving * bits(i - window);
    if (i + 1 < window) continue;
    const std::size_t begin = i + 1 - window;
    const std::size_t found = windows.exchange(hash, begin);
    if (found == 0 || begin < free_from) continue;
    const std::size_t lag = begin - (found - 1);
    if (lag > farthest || !std::equal(&samples[begin], &samples[begin] + window, &samples[begin - lag]))
      continue;
    std::size_t end = begin + window;
    while (end < samples.size() && samples[end] == samples[end - lag]) ++end;
    free_from = end;
    if (end - begin < least || !has_many_values(samples.subspan(begin, window))) continue;
    ++count;
    repeated += end - begin;
  }
  return static_cast<double>(repeated) > most_share * static_cast<double>(samples.size()) ? 0 : count;
}

std::size_t find_steps(std::span<const float> samples, double rate) {
  const auto around = static_cast<std::size_t>(rate * around_seconds);
  if (rate < least_rate || samples.size() < 2 * (around + spike) + 5) return 0;
  std::vector<float> differences(samples.size(), 0);
  for (std::size_t i = 4; i < samples.size(); ++i) {
    differences[i] =
        std::abs(samples[i] - 4 * samples[i - 1] + 6 * samples[i - 2] - 4 * samples[i - 3] + samples[i - 4]);
  }
  std::vector<double> sums(differences.size() + 1, 0);
  for (std::size_t i = 0; i < differences.size(); ++i) sums[i + 1] = sums[i] + differences[i];
  const auto mean = [&](std::size_t from) {
    return (sums[from + around] - sums[from]) / static_cast<double>(around);
  };
  const auto apart = static_cast<std::size_t>(rate * apart_seconds);
  const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
  const float lowest = end_stop * std::min(*low, 0.0F);
  const float highest = end_stop * std::max(*high, 0.0F);
  const auto at_end_stop = [&](float x) { return x < lowest || x > highest; };
  std::size_t count = 0;
  for (std::size_t i = around + spike; i + around + spike < samples.size(); ++i) {
    const double here = differences[i];
    if (here < audible_step || here < stands_out * mean(i - spike - around)) continue;
    if (here < stands_out * mean(i + spike)) continue;
    const auto here_about = samples.subspan(i - spike, spike + 4);
    if (std::any_of(here_about.begin(), here_about.end(), at_end_stop)) continue;
    if (!is_step(samples, i - 2, around)) continue;
    ++count;
    i += apart;
  }
  return count;
}

}  // namespace deskready::audio
