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

}  // namespace

bool is_tone(std::span<const float> samples, double rate) {
  const std::size_t size = fast_size(static_cast<std::size_t>(rate * window_seconds));
  const auto windows = spectra(samples, rate, size, size / 2);
  if (windows.size() < 3) return false;
  std::vector<double> power(windows.front().power.size(), 0);
  for (const Spectrum& window : windows) {
    for (std::size_t k = 0; k < power.size(); ++k) power[k] += window.power[k];
  }
  const double all = std::accumulate(power.begin(), power.end(), 0.0);
  if (!(all > 0)) return false;
  const auto half = static_cast<std::size_t>(line_width / 2 / windows.front().step);
  double lines = 0;
  for (int i = 0; i < most_lines; ++i) lines += take_line(power, std::max<std::size_t>(half, 2));
  return lines > nearly_all * all;
}

}  // namespace deskready::audio
