#include "probes/audio/signal/played/pilot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "probes/audio/signal/level.h"
#include "probes/audio/signal/spectrum.h"

namespace deskready::audio {
namespace {

constexpr double fade_seconds = 0.02;
constexpr double piece_seconds = 0.005;
constexpr std::size_t fewest_pieces = 20;
constexpr double least_jump = 0.1;  // radians
constexpr double sure = 10;         // times the typical scatter
constexpr double present = 0.8;
constexpr double gone = 0.5;  // of the usual amplitude
constexpr double tau = 2 * std::numbers::pi;

/// The tone's complex amplitude in each piece, under a Hann window, phase relative to a tone of exactly
/// `hertz` that began with the recording.
std::vector<std::complex<double>> phasors(std::span<const float> samples, double rate, double hertz) {
  const auto size = static_cast<std::size_t>(rate * piece_seconds);
  std::vector<std::complex<double>> result;
  for (std::size_t at = 0; at + size <= samples.size(); at += size) {
    std::complex<double> sum = 0;
    const std::complex<double> turn = std::polar(1.0, -tau * hertz / rate);
    std::complex<double> angle = std::polar(1.0, -tau * hertz * static_cast<double>(at) / rate);
    const std::complex<double> window_turn = std::polar(1.0, tau / static_cast<double>(size));
    std::complex<double> window = 1;
    for (std::size_t i = 0; i < size; ++i) {
      sum += angle * ((0.5 - 0.5 * window.real()) * samples[at + i]);
      angle *= turn;
      window *= window_turn;
    }
    result.push_back(sum * (4.0 / static_cast<double>(size)));
  }
  return result;
}

/// The value that this share of them stays below; 0 of none.
double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto rank =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), rank, values.end());
  return *rank;
}

double median(std::vector<double> values) {
  return quantile(std::move(values), 0.5);
}

/// Slope of y over x by least squares, and the standard error that its residuals imply.
struct Line {
  double slope = 0;
  double error = 0;
};
Line fit(std::span<const double> y) {
  const auto n = static_cast<double>(y.size());
  double sum = 0;
  double moment = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    sum += y[i];
    moment += y[i] * static_cast<double>(i);
  }
  const double middle = (n - 1) / 2;
  const double spread = n * (n * n - 1) / 12;
  const double slope = (moment - middle * sum) / spread;
  double residual = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double off = y[i] - sum / n - slope * (static_cast<double>(i) - middle);
    residual += off * off;
  }
  return {slope, n > 2 ? std::sqrt(residual / (n - 2) / spread) : 1.0};
}

/// The longest stretch of pieces between jumps, as unwrapped phases.
struct Stretch {
  std::vector<double> longest;
  std::size_t jumps = 0;
};
Stretch follow(const std::vector<std::complex<double>>& pieces, double usual, double beside) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < pieces.size(); ++i)
    steps.push_back(std::arg(pieces[i] * std::conj(pieces[i - 1])));
  // Noise moves the amplitude too: the less the tone stands out, the more has to be missing.
  const double faint = gone * usual - 3 * beside;
  std::vector<double> whole;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (std::min(std::abs(pieces[i]), std::abs(pieces[i - 1])) >= faint) whole.push_back(steps[i - 1]);
  }
  const double typical = median(whole);
  std::vector<double> scatter;
  for (const double step : whole) scatter.push_back(std::abs(std::remainder(step - typical, tau)));
  const double jump_radians = std::max(least_jump, sure * median(scatter));
  Stretch result;
  std::vector<double> phases = {0};
  bool broken = false;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const bool lost = std::abs(pieces[i]) < faint;
    const bool jump = lost || std::abs(std::remainder(steps[i - 1] - typical, tau)) > jump_radians;
    if (jump && !broken) ++result.jumps;
    // The piece with the step in it and the next one belong to one event.
    if (jump) phases.clear();
    broken = jump;
    phases.push_back(phases.empty() ? 0 : phases.back() + std::remainder(steps[i - 1], tau));
    if (phases.size() > result.longest.size()) result.longest = phases;
  }
  return result;
}

std::vector<float> blackman_harris_7(std::span<const float> samples) {
  static constexpr std::array<double, 7> terms = {0.27105140069342,  -0.43329793923448, 0.21812299954311,
                                                  -0.06592544638803, 0.01081174209837,  -0.00077658482522,
                                                  0.00001388721735};
  std::vector<float> windowed(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double angle = tau * static_cast<double>(i) / static_cast<double>(samples.size());
    double weight = 0;
    for (std::size_t n = 0; n < terms.size(); ++n)
      weight += terms[n] * std::cos(static_cast<double>(n) * angle);
    windowed[i] = static_cast<float>(weight * samples[i]);
  }
  return windowed;
}

}  // namespace

std::vector<float> pilot(double rate, double seconds, double hertz, double amplitude) {
  std::vector<float> samples(static_cast<std::size_t>(rate * seconds));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / rate;
    const double edge = std::min(t, seconds - t);
    const double fade =
        edge < fade_seconds ? 0.5 - 0.5 * std::cos(std::numbers::pi * edge / fade_seconds) : 1.0;
    samples[i] = static_cast<float>(amplitude * fade * std::sin(tau * hertz * t));
  }
  return samples;
}

std::optional<PilotTrack> track_pilot(std::span<const float> recorded, double rate, double hertz) {
  const auto pieces = phasors(recorded, rate, hertz);
  if (pieces.size() < fewest_pieces) return std::nullopt;
  std::vector<double> amplitudes;
  for (const auto& piece : pieces) amplitudes.push_back(std::abs(piece));
  // Most of the tone may be lost.
  const double usual = quantile(amplitudes, present);
  std::vector<double> neighbours;
  for (const auto& piece : phasors(recorded, rate, hertz * 2.2)) neighbours.push_back(std::abs(piece));
  const double beside = median(std::move(neighbours));
  if (!(usual > 0) || usual < 5.6 * beside) return std::nullopt;
  const Stretch stretch = follow(pieces, usual, beside);
  const auto size = static_cast<double>(static_cast<std::size_t>(rate * piece_seconds));
  const Line line = fit(stretch.longest);
  const double radians_a_piece = tau * hertz * size / rate;
  return PilotTrack{line.slope / radians_a_piece, 1.96 * line.error / radians_a_piece, stretch.jumps,
                    20 * std::log10(usual / std::numbers::sqrt2)};
}

std::optional<double> thd_n(std::span<const float> samples, double rate, double hertz) {
  const std::size_t size = samples.size() & ~std::size_t{1};
  if (static_cast<double>(size) < rate / 10) return std::nullopt;
  const Bins bins = transform(blackman_harris_7(samples.first(size)), size);
  const double step = rate / static_cast<double>(size);
  const auto at = static_cast<std::size_t>(std::lround(hertz / step));
  const auto first = static_cast<std::size_t>(std::ceil(20 / step)) + 8;
  double all = 0;
  double rest = 0;
  for (std::size_t k = first; k < bins.size() && static_cast<double>(k) * step <= 20000; ++k) {
    const double power = std::norm(std::complex<double>(bins[k]));
    all += power;
    if (k + 8 < at || k > at + 8) rest += power;
  }
  if (!(all > 0) || rest > all / 2) return std::nullopt;
  return 10 * std::log10(std::max(rest, all * 1e-14) / all);
}

}  // namespace deskready::audio
