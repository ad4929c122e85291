#include "probes/audio/signal/level.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace deskready::audio {
namespace {

constexpr double frame_seconds = 0.05;
constexpr std::size_t fewest_frames = 10;
constexpr double quiet_least = 1.122;   // 1 dB
constexpr double quiet_most = 1.995;    // 6 dB
constexpr double steady_ratio = 1.334;  // 2.5 dB

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
  const auto all = static_cast<double>(amplitudes.size());
  std::erase_if(amplitudes, [](double amplitude) { return !(amplitude > 0); });
  if (amplitudes.size() < fewest_frames) return std::nullopt;
  const double silent = 1 - static_cast<double>(amplitudes.size()) / all;
  std::sort(amplitudes.begin(), amplitudes.end());
  const auto exceeded = [&](double share) {
    return amplitudes[static_cast<std::size_t>(static_cast<double>(amplitudes.size()) * (1 - share))];
  };
  // White noise varies by tenths of a dB from piece to piece, a room more; the ends of words lie just above
  // either.
  const double spread = exceeded(0.8) / std::max(exceeded(0.95), 1e-9);
  const double limit = exceeded(0.9) * std::clamp(spread * spread * spread, quiet_least, quiet_most);
  double sum = 0;
  double squares = 0;
  double count = 0;
  for (const double amplitude : amplitudes) {
    if (amplitude > limit) break;
    const double power = amplitude * amplitude;
    sum += power;
    squares += power * power;
    count += 1;
  }
  const double mean = sum / count;
  const double variance = std::max(0.0, squares / count - mean * mean);
  const double half = std::min(1.96 * std::sqrt(variance / count), 0.99 * mean);
  const auto decibels = [](double power) { return 10 * std::log10(power); };
  const bool steady = exceeded(0.85) < steady_ratio * std::max(exceeded(0.95), 1e-9);
  return NoiseFloor{decibels(mean), decibels(mean - half), decibels(mean + half), amplitudes.size(), steady,
                    silent};
}

double steady_offset(std::span<const float> samples, double rate) {
  const auto size = static_cast<std::size_t>(rate * frame_seconds);
  if (size == 0 || samples.size() < size * fewest_frames) return dc_offset(samples);
  std::vector<double> means;
  for (std::size_t at = 0; at + size <= samples.size(); at += size) {
    const auto piece = samples.subspan(at, size);
    if (peak(piece) > 0) means.push_back(dc_offset(piece));
  }
  if (means.empty()) return 0;
  const auto middle = means.begin() + static_cast<std::ptrdiff_t>(means.size() / 2);
  std::nth_element(means.begin(), middle, means.end());
  return *middle;
}

}  // namespace deskready::audio
