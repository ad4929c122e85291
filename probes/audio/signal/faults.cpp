#include "probes/audio/signal/faults.h"

#include <algorithm>
#include <cmath>

namespace deskready::audio {
namespace {

// A quiet 8-bit-like signal also repeats its extremes; only loud ones can stand at an end stop.
constexpr float loud = 0.1F;
constexpr std::size_t flat_top = 3;
constexpr double gap_seconds = 0.001;

/// Calls `see(begin, end)` for each run of equal samples.
template <class See>
void each_run(std::span<const float> samples, See see) {
  for (std::size_t at = 0; at < samples.size();) {
    std::size_t end = at + 1;
    while (end < samples.size() && samples[end] == samples[at]) ++end;
    see(at, end);
    at = end;
  }
}

}  // namespace

double clipping_share(std::span<const float> samples) {
  if (samples.empty()) return 0;
  const auto [lowest, highest] = std::minmax_element(samples.begin(), samples.end());
  std::size_t clipped = 0;
  each_run(samples, [&](std::size_t at, std::size_t end) {
    const float x = samples[at];
    const bool extreme = (x == *lowest && x < -loud) || (x == *highest && x > loud);
    if (std::abs(x) >= 1 || (extreme && end - at >= flat_top)) clipped += end - at;
  });
  return static_cast<double>(clipped) / static_cast<double>(samples.size());
}

bool exact_silence(std::span<const float> samples) {
  return !samples.empty() && std::all_of(samples.begin(), samples.end(), [](float x) { return x == 0; });
}

bool stuck(std::span<const float> samples) {
  return samples.size() > 1 && samples[0] != 0 &&
         std::all_of(samples.begin(), samples.end(), [&](float x) { return x == samples[0]; });
}

std::size_t gaps(std::span<const float> samples, double rate) {
  const auto shortest = static_cast<std::size_t>(std::ceil(rate * gap_seconds));
  std::size_t found = 0;
  each_run(samples, [&](std::size_t at, std::size_t end) {
    if (samples[at] == 0 && at > 0 && end < samples.size() && end - at > shortest) ++found;
  });
  return found;
}

double zero_share(std::span<const float> samples) {
  if (samples.empty()) return 0;
  return static_cast<double>(std::count(samples.begin(), samples.end(), 0.0F)) /
         static_cast<double>(samples.size());
}

}  // namespace deskready::audio
