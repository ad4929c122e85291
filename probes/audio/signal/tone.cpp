#include "probes/audio/signal/tone.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "probes/audio/signal/spectrum.h"

namespace deskready::audio {
namespace {

constexpr double window_seconds = 0.25;
constexpr double line_width = 16;  // Hz
constexpr int most_lines = 3;
constexpr double nearly_all = 0.9;
constexpr double all_of_a_sine = 0.998;

/// Takes the strongest line out and gives its power.
double take_line(std::vector<double>& power, std::size_t half) {
  const auto top = static_cast<std::size_t>(std::max_element(power.begin(), power.end()) - power.begin());
  double sum = 0;
  for (std::size_t k = top > half ? top - half : 0; k < power.size() && k <= top + half; ++k) {
    sum += power[k];
    power[k] = 0;
  }
  return sum;
}

/// The share (0..1) of the power that stands in this many of the strongest lines; 0 where there is none.
double share_in_lines(std::span<const float> samples, double rate, int count) {
  const std::size_t size = fast_size(static_cast<std::size_t>(rate * window_seconds));
  const auto windows = spectra(samples, rate, size, size / 2);
  if (windows.size() < 3) return 0;
  std::vector<double> power(windows.front().power.size(), 0);
  for (const Spectrum& window : windows) {
    for (std::size_t k = 0; k < power.size(); ++k) power[k] += window.power[k];
  }
  const double all = std::accumulate(power.begin(), power.end(), 0.0);
  if (!(all > 0)) return 0;
  const auto half = static_cast<std::size_t>(line_width / 2 / windows.front().step);
  double lines = 0;
  for (int i = 0; i < count; ++i) lines += take_line(power, std::max<std::size_t>(half, 2));
  return lines / all;
}

}  // namespace

bool is_tone(std::span<const float> samples, double rate) {
  return share_in_lines(samples, rate, most_lines) > nearly_all;
}

bool is_sine(std::span<const float> samples, double rate) {
  return share_in_lines(samples, rate, 1) > all_of_a_sine;
}

}  // namespace deskready::audio
