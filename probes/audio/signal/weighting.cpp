#include "probes/audio/signal/weighting.h"

#include <cmath>

#include "probes/audio/signal/spectrum.h"

namespace deskready::audio {
namespace {

// Twice as long as for the plain noise floor: the weighting is steep where the mains are.
constexpr double piece_seconds = 0.1;

}  // namespace

double a_weighting(double hertz) {
  const double f = hertz * hertz;
  constexpr double f1 = 20.598997 * 20.598997;
  constexpr double f2 = 107.65265 * 107.65265;
  constexpr double f3 = 737.86223 * 737.86223;
  constexpr double f4 = 12194.217 * 12194.217;
  constexpr double at_1000 = 1.9997;
  return 20 * std::log10(f4 * f * f / ((f + f1) * std::sqrt((f + f2) * (f + f3)) * (f + f4))) + at_1000;
}

std::optional<NoiseFloor> weighted_noise_floor(std::span<const float> samples, double rate) {
  const std::size_t size = fast_size(static_cast<std::size_t>(rate * piece_seconds));
  if (size < 4) return std::nullopt;
  std::vector<double> weights(size / 2 + 1);
  for (std::size_t k = 0; k < weights.size(); ++k) {
    weights[k] = std::pow(10, a_weighting(static_cast<double>(k) * rate / static_cast<double>(size)) / 10);
  }
  std::vector<double> amplitudes;
  for (const Spectrum& spectrum : spectra(samples, rate, size, size)) {
    double power = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) power += weights[k] * spectrum.power[k];
    amplitudes.push_back(std::sqrt(power));
  }
  return floor_of(std::move(amplitudes));
}

}  // namespace deskready::audio
