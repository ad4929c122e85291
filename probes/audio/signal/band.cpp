#include "probes/audio/signal/band.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "probes/audio/signal/spectrum.h"

namespace deskready::audio {
namespace {

constexpr double window_seconds = 0.02;
constexpr double loud_share = 0.95;
constexpr double quiet_share = 0.1;
constexpr double stands_out = 9;      // dB
constexpr double enough_speech = 20;  // dB
constexpr double cut_fall = 12;       // dB
constexpr double cut_width = 500;     // Hz
constexpr double smoothing = 250;     // Hz each side
constexpr double voice_begins = 300;  // Hz
constexpr double widest_dip = 1500;   // Hz without voice between its parts
constexpr double silence = 1e-14;     // mean square in a bin: below what 16 bits leave anywhere

struct LoudAndQuiet {
  double step = 0;
  std::vector<double> loud;   ///< dB by bin, smoothed in frequency
  std::vector<double> quiet;  ///< dB by bin, smoothed in frequency
};

double decibels(double power) {
  return 10 * std::log10(power + silence);
}

/// Each bin's mean with its neighbours: noise scatters less so, and its loud moments are nearer to its quiet
/// ones.
Spectrum smoothed(const Spectrum& spectrum) {
  const auto width = static_cast<std::size_t>(smoothing / spectrum.step);
  const std::size_t bins = spectrum.power.size();
  std::vector<double> sums(bins + 1, 0);
  for (std::size_t k = 0; k < bins; ++k) sums[k + 1] = sums[k] + spectrum.power[k];
  Spectrum result{spectrum.step, std::vector<double>(bins)};
  for (std::size_t k = 0; k < bins; ++k) {
    const std::size_t from = k > width ? k - width : 0;
    const std::size_t to = std::min(bins, k + width + 1);
    result.power[k] = (sums[to] - sums[from]) / static_cast<double>(to - from);
  }
  return result;
}

/// The level that each bin stays below for this share of the time.
std::vector<double> quantile(const std::vector<Spectrum>& windows, double share) {
  std::vector<double> result;
  std::vector<double> values(windows.size());
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(windows.size() - 1));
  for (std::size_t k = 0; k < windows.front().power.size(); ++k) {
    for (std::size_t i = 0; i < windows.size(); ++i) values[i] = windows[i].power[k];
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    result.push_back(decibels(values[static_cast<std::size_t>(rank)]));
  }
  return result;
}

LoudAndQuiet loud_and_quiet(const std::vector<Spectrum>& windows) {
  std::vector<Spectrum> smooth(windows.size());
  std::transform(windows.begin(), windows.end(), smooth.begin(), smoothed);
  return {windows.front().step, quantile(smooth, loud_share), quantile(smooth, quiet_share)};
}

double mean_between(const std::vector<double>& values, double step, double low, double high) {
  double sum = 0;
  std::size_t count = 0;
  for (auto k = static_cast<std::size_t>(std::max(0.0, low) / step);
       k < values.size() && static_cast<double>(k) * step <= high; ++k, ++count) {
    sum += values[k];
  }
  return count == 0 ? -300 : sum / static_cast<double>(count);
}

}  // namespace

std::optional<BandEdge> band_edge(std::span<const float> samples, double rate) {
  const std::size_t size = fast_size(static_cast<std::size_t>(rate * window_seconds));
  if (rate < 4000 || static_cast<double>(samples.size()) < rate) return std::nullopt;
  const auto windows = spectra(samples, rate, size, size);
  const auto found = loud_and_quiet(windows);
  const double speech =
      mean_between(found.loud, found.step, 300, 3000) - mean_between(found.quiet, found.step, 300, 3000);
  if (speech < enough_speech) return std::nullopt;
  // From below: a whistle far above a voice is none of it.
  std::size_t edge = static_cast<std::size_t>(voice_begins / found.step);
  for (std::size_t k = edge; k < found.loud.size() && static_cast<double>(k - edge) * found.step < widest_dip;
       ++k) {
    if (found.loud[k] - found.quiet[k] >= stands_out) edge = k;
  }
  const double hertz = static_cast<double>(edge) * found.step;
  const double below = mean_between(found.loud, found.step, hertz - 2 * cut_width, hertz - cut_width);
  const double above = mean_between(found.loud, found.step, hertz + smoothing, hertz + cut_width);
  if (hertz + cut_width >= rate / 2) return BandEdge{std::min(hertz, rate / 2), true};
  if (below - above < cut_fall) return BandEdge{hertz, false};
  // The smoothing has widened the band; half-way down the fall is where the filter is.
  const auto sharp = quantile(windows, loud_share);
  while (edge > 0 && sharp[edge] < (below + above) / 2) --edge;
  return BandEdge{static_cast<double>(edge) * found.step, true};
}

}  // namespace deskready::audio
