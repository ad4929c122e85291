#include "probes/audio/signal/level.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace deskready::audio {
namespace {

constexpr double frame_seconds = 0.05;
constexpr std::size_t fewest_frames = 10;
constexpr double quantile = 0.1;

double deviation(std::span<const float> samples) {
  const double mean = dc_offset(samples);
  const double sum = std::accumulate(samples.begin(), samples.end(), 0.0, [mean](double total, float x) {
    return total + (x - mean) * (x - mean);
  });
  return std::sqrt(sum / static_cast<double>(samples.size()));
}

}  // namespace

std::optional<double> dbfs(double amplitude) {
  if (!(amplitude > 0)) return std::nullopt;
  return 20 * std::log10(amplitude);
}

double rms(std::span<const float> samples) {
  if (samples.empty()) return 0;
  const double sum = std::accumulate(samples.begin(), samples.end(), 0.0,
                                     [](double total, float x) { return total + double{x} * double{x}; });
  return std::sqrt(sum / static_cast<double>(samples.size()));
}

double peak(std::span<const float> samples) {
  double largest = 0;
  for (const float x : samples) largest = std::max(largest, std::abs(double{x}));
  return largest;
}

double dc_offset(std::span<const float> samples) {
  if (samples.empty()) return 0;
  return std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
}

std::optional<NoiseFloor> noise_floor(std::span<const float> samples, double rate) {
  const auto size = static_cast<std::size_t>(rate * frame_seconds);
  if (size == 0) return std::nullopt;
  std::vector<double> amplitudes;
  for (std::size_t at = 0; at + size <= samples.size(); at += size) {
    amplitudes.push_back(deviation(samples.subspan(at, size)));
  }
  return floor_of(std::move(amplitudes));
}

std::optional<NoiseFloor> floor_of(std::vector<double> amplitudes) {
  if (amplitudes.size() < fewest_frames) return std::nullopt;
  std::sort(amplitudes.begin(), amplitudes.end());
  const auto n = static_cast<double>(amplitudes.size());
  const double middle = n * quantile;
  const double spread = 1.96 * std::sqrt(n * quantile * (1 - quantile));
  const auto ranked = [&](double rank) {
    return dbfs(amplitudes[static_cast<std::size_t>(std::clamp(rank, 0.0, n - 1))]);
  };
  const auto level = ranked(middle);
  if (!level) return std::nullopt;
  return NoiseFloor{*level, ranked(middle - spread).value_or(*level), *ranked(std::ceil(middle + spread)),
                    amplitudes.size()};
}

}  // namespace deskready::audio
