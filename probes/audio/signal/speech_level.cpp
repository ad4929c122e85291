#include "probes/audio/signal/speech_level.h"

#include <array>
#include <cmath>
#include <cstdint>

namespace deskready::audio {
namespace {

constexpr double smoothing_seconds = 0.03;
constexpr double hangover_seconds = 0.2;
constexpr double margin = 15.9;
constexpr int thresholds = 15;

struct Counts {
  double energy = 0;
  std::array<std::int64_t, thresholds> active{};  ///< samples above 2^(j-15), hangover included
};

/// An envelope that is above a threshold is above all lower ones: only the highest passed one is looked up,
/// and a sample is active for each threshold that was passed at most the hangover ago.
Counts count(std::span<const float> samples, double rate) {
  Counts counts;
  const double keep = std::exp(-1 / (rate * smoothing_seconds));
  const auto hangover = static_cast<std::int64_t>(std::floor(hangover_seconds * rate + 0.5));
  std::array<std::int64_t, thresholds> until{};
  double once = 0;
  double twice = 0;
  std::int64_t now = 0;
  for (const float sample : samples) {
    const double x = sample;
    counts.energy += x * x;
    once = keep * once + (1 - keep) * std::abs(x);
    twice = keep * twice + (1 - keep) * once;
    double threshold = std::ldexp(1.0, -thresholds);
    for (std::size_t j = 0; j < thresholds; ++j, threshold *= 2) {
      if (twice >= threshold) until[j] = now + hangover + 1;
      if (now >= until[j]) break;  // Nor is any higher one active.
      ++counts.active[j];
    }
    ++now;
  }
  return counts;
}

}  // namespace

std::optional<SpeechLevel> speech_level(std::span<const float> samples, double rate) {
  const Counts counts = count(samples, rate);
  if (!(counts.energy > 0)) return std::nullopt;
  const double long_term = 10 * std::log10(counts.energy / static_cast<double>(samples.size()));
  double level_below = 0;
  double distance_below = -1;
  for (int j = 0; j < thresholds; ++j) {
    const std::int64_t active = counts.active[static_cast<std::size_t>(j)];
    if (active == 0) return std::nullopt;
    const double level = 10 * std::log10(counts.energy / static_cast<double>(active));
    const double distance = level - 20 * std::log10(std::ldexp(1.0, j - thresholds)) - margin;
    if (distance <= 0) {
      if (j == 0) return std::nullopt;
      const double along = distance_below / (distance_below - distance);
      const double result = level_below + along * (level - level_below);
      return SpeechLevel{result, std::pow(10, (long_term - result) / 10), long_term};
    }
    level_below = level;
    distance_below = distance;
  }
  return std::nullopt;
}

}  // namespace deskready::audio
