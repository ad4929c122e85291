#include "probes/audio/signal/played/chirp.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "probes/audio/signal/faults.h"
#include "probes/audio/signal/played/arrival.h"
#include "probes/audio/signal/spectrum.h"

namespace deskready::audio {
namespace {

constexpr double first_hertz = 300;
constexpr double last_hertz = 7000;
constexpr double fade_seconds = 0.02;
constexpr double lobe_seconds = 0.005;

/// Sum over n of played[n] * recorded[n + k], for k = 0 .. lags - 1.
std::vector<float> correlate(std::span<const float> played, std::span<const float> recorded,
                             std::size_t lags) {
  const std::size_t size = fast_size(played.size() + recorded.size());
  const Bins a = transform(played, size);
  Bins b = transform(recorded, size);
  for (std::size_t i = 0; i < b.size(); ++i) b[i] *= std::conj(a[i]);
  auto back = inverse_transform(b, size);
  back.resize(lags);
  return back;
}

}  // namespace

std::vector<float> chirp(double rate, double seconds, double amplitude) {
  std::vector<float> samples(static_cast<std::size_t>(rate * seconds));
  const double slope = (last_hertz - first_hertz) / seconds;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / rate;
    const double edge = std::min(t, seconds - t);
    const double fade =
        edge < fade_seconds ? 0.5 - 0.5 * std::cos(std::numbers::pi * edge / fade_seconds) : 1.0;
    const double phase = 2 * std::numbers::pi * (first_hertz * t + 0.5 * slope * t * t);
    samples[i] = static_cast<float>(amplitude * fade * std::sin(phase));
  }
  return samples;
}

std::optional<Echo> find_echo(std::span<const float> played, std::span<const float> recorded, double rate) {
  if (played.empty() || recorded.size() < played.size()) return std::nullopt;
  if (exact_silence(recorded)) return std::nullopt;
  const std::size_t lags = recorded.size() - played.size() + 1;
  const auto correlation = correlate(played, recorded, lags);
  const auto largest = std::max_element(correlation.begin(), correlation.end(),
                                        [](float a, float b) { return std::abs(a) < std::abs(b); });
  const auto at = static_cast<std::size_t>(largest - correlation.begin());
  const double peak = std::abs(double{*largest});
  if (!(peak > 0)) return std::nullopt;

  const auto lobe = static_cast<std::size_t>(rate * lobe_seconds);
  double next = 0;
  double energy = 0;
  std::size_t count = 0;
  for (std::size_t k = 0; k < lags; ++k) {
    if (k + lobe >= at && k <= at + lobe) continue;
    const double value = std::abs(double{correlation[k]});
    next = std::max(next, value);
    energy += value * value;
    ++count;
  }
  if (count < lobe) return std::nullopt;

  double played_energy = 0;
  for (const float x : played) played_energy += double{x} * double{x};
  // In a bit-exact loop nothing is left beside the peak but rounding; the ratios stay finite all the same.
  const double least = peak * 1e-6;
  return Echo{first_arrival(correlation, at, lobe) / rate, 20 * std::log10(peak / played_energy),
              peak / std::max(std::sqrt(energy / static_cast<double>(count)), least),
              peak / std::max(next, least)};
}

bool credible(const Echo& echo) {
  return echo.over_noise >= least_over_noise && echo.over_next_peak >= 1.5;
}

}  // namespace deskready::audio
