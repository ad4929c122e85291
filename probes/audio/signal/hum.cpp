#include "probes/audio/signal/hum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "probes/audio/signal/spectrum.h"

namespace deskready::audio {
namespace {

constexpr double enough_rate = 4000;
constexpr double window_seconds = 0.5;
constexpr std::size_t fewest_windows = 4;
constexpr double quiet = 0.2;
constexpr double audible = 1e-11;  // mean square of -110 dBFS
constexpr double reach = 5;        // Hz beside a tone: a Hann window's lobe and the grid's wandering
constexpr double neighbours = 17;  // Hz beside a tone where noise is looked up
constexpr std::array<int, 7> multiples = {1, 2, 3, 4, 5, 7, 9};

/// Bin by bin the level that a fifth of the windows stays below. For noise this is below the mean: tones and
/// the noise beside them are compared alike.
Spectrum steady_part(const std::vector<Spectrum>& windows) {
  Spectrum result = windows.front();
  std::vector<double> values(windows.size());
  const auto rank = static_cast<std::ptrdiff_t>(quiet * static_cast<double>(windows.size()));
  const auto highest = static_cast<std::size_t>(600 / result.step);
  result.power.resize(std::min(result.power.size(), highest));
  for (std::size_t k = 0; k < result.power.size(); ++k) {
    std::transform(windows.begin(), windows.end(), values.begin(),
                   [k](const Spectrum& window) { return window.power[k]; });
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    result.power[k] = values[static_cast<std::size_t>(rank)];
  }
  return result;
}

double median_between(const Spectrum& spectrum, double low, double high, double other_low,
                      double other_high) {
  std::vector<double> values;
  for (std::size_t k = 1; k < spectrum.power.size(); ++k) {
    const double f = static_cast<double>(k) * spectrum.step;
    if ((f >= low && f <= high) || (f >= other_low && f <= other_high)) values.push_back(spectrum.power[k]);
  }
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Fewer samples a second are enough for a few hundred hertz: means of two overlapping groups, which weaken
/// what would fold into them by 30 dB and more.
std::vector<float> thinned(std::span<const float> samples, std::size_t group) {
  std::vector<float> result;
  result.reserve(samples.size() / group);
  double before = 0;
  for (std::size_t at = 0; at + group <= samples.size(); at += group) {
    double sum = 0;
    double rising = 0;
    for (std::size_t i = 0; i < group; ++i) {
      const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(group);
      rising += share * samples[at + i];
      sum += (1 - share) * samples[at + i];
    }
    result.push_back(static_cast<float>((before + rising) / static_cast<double>(group)));
    before = sum;
  }
  return result;
}

struct Tones {
  double power = 0;  ///< of the tones, noise taken off
  double noise = 0;  ///< in the same bins
};

Tones tones_of(const Spectrum& steady, int mains) {
  Tones sum;
  for (const int n : multiples) {
    const double f = static_cast<double>(n * mains);
    const double bins = std::floor((f + reach) / steady.step) - std::ceil((f - reach) / steady.step) + 1;
    const double noise =
        median_between(steady, f - neighbours, f - reach - 2, f + reach + 2, f + neighbours) * bins;
    const double power = steady.between(f - reach, f + reach);
    sum.noise += noise;
    // Noise alone scatters around the median's estimate; only what stands out is a tone.
    if (power > 4 * noise) sum.power += power - noise;
  }
  return sum;
}

}  // namespace

std::optional<Hum> find_hum(std::span<const float> samples, double rate) {
  if (rate < 2000) return std::nullopt;
  const auto group = static_cast<std::size_t>(std::max(1.0, rate / enough_rate));
  const auto thin = thinned(samples, group);
  const double thin_rate = rate / static_cast<double>(group);
  const std::size_t size = fast_size(static_cast<std::size_t>(thin_rate * window_seconds));
  const auto windows = spectra(thin, thin_rate, size, size / 2);
  if (windows.size() < fewest_windows) return std::nullopt;
  const Spectrum steady = steady_part(windows);
  if (steady.between(20, 600) < audible) return std::nullopt;
  Hum best;
  double most = -1;
  for (const int mains : {50, 60}) {
    const Tones tones = tones_of(steady, mains);
    if (tones.power <= most) continue;
    most = tones.power;
    const double noise = std::max(tones.noise, audible * 1e-3);
    best.mains = mains;
    best.excess = 10 * std::log10(1 + tones.power / noise);
    best.level = 10 * std::log10(std::max(tones.power, audible));
  }
  return best;
}

}  // namespace deskready::audio
