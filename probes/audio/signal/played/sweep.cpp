#include "probes/audio/signal/played/sweep.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "probes/audio/signal/level.h"
#include "probes/audio/signal/played/arrival.h"
#include "probes/audio/signal/spectrum.h"

namespace deskready::audio {
namespace {

constexpr double fade_seconds = 0.02;
constexpr double before_peak = 0.005;
constexpr double echo_after_peak = 0.2;
constexpr double response_after_peak = 0.1;
constexpr double shortest_noise = 0.02;
constexpr double clear_peak = 10;  // times the noise's RMS
constexpr double uneven =
    1.3;  // mean square over squared mean, of noise that grows with the pitch as the sweep's does
constexpr double widest = 0.2057;  // 1 dB
constexpr double voice_low = 300;
constexpr double voice_high = 3400;

std::size_t peak_index(const ImpulseResponse& response) {
  const auto largest = std::max_element(response.samples.begin(), response.samples.end(),
                                        [](float a, float b) { return std::abs(a) < std::abs(b); });
  return static_cast<std::size_t>(largest - response.samples.begin());
}

/// The part of the response around its peak.
std::span<const float> around_peak(const ImpulseResponse& response, double after) {
  const std::span<const float> all = response.samples;
  const std::size_t peak = peak_index(response);
  const std::size_t begin = peak - std::min(peak, static_cast<std::size_t>(before_peak * response.rate));
  return all.subspan(
      begin, std::min(all.size() - begin, static_cast<std::size_t>((before_peak + after) * response.rate)));
}

/// The echo, and as long a piece as possible before or after it, which tells the noise.
struct Parts {
  std::span<const float> echo;
  std::span<const float> noise;
};
Parts split(const ImpulseResponse& response) {
  const std::span<const float> all = response.samples;
  const auto echo = around_peak(response, echo_after_peak);
  const auto begin = static_cast<std::size_t>(echo.data() - all.data());
  const auto rest = all.subspan(begin + echo.size());
  return {echo, rest.size() > begin ? rest : all.first(begin)};
}

/// The energy of `piece` from 300 to 3400 Hz, as the mean of its squared magnitude over that band.
double voice_energy(std::span<const float> piece, double rate) {
  const std::size_t size = fast_size(std::max<std::size_t>(piece.size(), 4096));
  const Bins bins = transform(piece, size);
  const double step = rate / static_cast<double>(size);
  double sum = 0;
  std::size_t count = 0;
  for (auto k = static_cast<std::size_t>(voice_low / step);
       static_cast<double>(k) * step <= voice_high && k < bins.size(); ++k, ++count) {
    sum += std::norm(std::complex<double>(bins[k]));
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

}  // namespace

std::vector<float> exponential_sweep(double rate, double seconds, double low, double high, double amplitude) {
  std::vector<float> samples(static_cast<std::size_t>(rate * seconds));
  const double growth = seconds / std::log(high / low);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / rate;
    const double edge = std::min(t, seconds - t);
    const double fade =
        edge < fade_seconds ? 0.5 - 0.5 * std::cos(std::numbers::pi * edge / fade_seconds) : 1.0;
    const double phase = 2 * std::numbers::pi * low * growth * (std::exp(t / growth) - 1);
    samples[i] = static_cast<float>(amplitude * fade * std::sin(phase));
  }
  return samples;
}

std::optional<ImpulseResponse> impulse_response(std::span<const float> played,
                                                std::span<const float> recorded, double rate, double low,
                                                double high) {
  if (played.empty() || recorded.size() <= played.size()) return std::nullopt;
  const std::size_t size = fast_size(recorded.size() + played.size());
  const Bins x = transform(played, size);
  Bins y = transform(recorded, size);
  const double step = rate / static_cast<double>(size);
  float largest = 0;
  for (const auto& bin : x) largest = std::max(largest, std::norm(bin));
  for (std::size_t k = 0; k < y.size(); ++k) {
    const double f = static_cast<double>(k) * step;
    const bool inside = f >= low && f <= high;
    const float least = largest * (inside ? 1e-7F : 1.0F);
    y[k] *= std::conj(x[k]) / (std::norm(x[k]) + least);
  }
  auto samples = inverse_transform(y, size);
  samples.resize(recorded.size() - played.size());
  return ImpulseResponse{rate, std::move(samples)};
}

std::optional<EchoReturnLoss> echo_return_loss(const ImpulseResponse& response) {
  const Parts parts = split(response);
  if (parts.noise.size() < static_cast<std::size_t>(shortest_noise * response.rate)) return std::nullopt;
  const double share = static_cast<double>(parts.echo.size()) / static_cast<double>(parts.noise.size());
  const double noise = voice_energy(parts.noise, response.rate) * share;
  const double energy = voice_energy(parts.echo, response.rate) - noise;
  if (!(energy > 0)) return std::nullopt;
  // A mean over bins: of noise, of the noise elsewhere that stands for it, and of what echo and noise have in
  // common.
  const double bins = (voice_high - voice_low) * static_cast<double>(parts.echo.size()) / response.rate;
  const double variance = (noise * noise * uneven * (1 + share) + 2 * energy * noise) / bins;
  const double half = 1.96 * std::sqrt(variance) / energy;
  if (!(half < widest)) return std::nullopt;
  const auto loss = [&](double factor) { return -10 * std::log10(energy * factor); };
  return EchoReturnLoss{loss(1), loss(1 + half), loss(1 - half)};
}

std::optional<double> first_arrival(const ImpulseResponse& response) {
  const Parts parts = split(response);
  if (parts.noise.size() < static_cast<std::size_t>(shortest_noise * response.rate)) return std::nullopt;
  const std::size_t peak = peak_index(response);
  if (std::abs(response.samples[peak]) < clear_peak * rms(parts.noise)) return std::nullopt;
  const auto before = static_cast<std::size_t>(before_peak * response.rate);
  return first_arrival(response.samples, peak, before) / response.rate;
}

std::vector<Response> frequency_response(const ImpulseResponse& response, std::span<const double> hertz) {
  const auto piece = around_peak(response, response_after_peak);
  const std::size_t size = fast_size(std::max<std::size_t>(piece.size(), 8192));
  const Bins bins = transform(piece, size);
  const double step = response.rate / static_cast<double>(size);
  const double sixth = std::pow(2, 1.0 / 6);
  std::vector<Response> result;
  for (const double f : hertz) {
    const auto from = static_cast<std::size_t>(f / sixth / step);
    const auto to = std::min(bins.size() - 1, static_cast<std::size_t>(f * sixth / step) + 1);
    double sum = 0;
    for (std::size_t k = from; k <= to; ++k) sum += std::norm(std::complex<double>(bins[k]));
    result.push_back({f, 10 * std::log10(sum / static_cast<double>(to - from + 1) + 1e-30)});
  }
  return result;
}

double usable_band(const ImpulseResponse& response, double limit) {
  std::vector<double> hertz = {1000};
  for (double f = 1000; f <= std::min(limit, response.rate / 2); f *= std::pow(2, 1.0 / 12))
    hertz.push_back(f);
  const auto curve = frequency_response(response, hertz);
  double edge = limit;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    if (curve[i].decibels < curve.front().decibels - 10) {
      edge = curve[i].hertz;
      break;
    }
  }
  return std::min(edge, limit);
}

bool electrical(const ImpulseResponse& response) {
  static constexpr std::array<double, 9> hertz = {300, 500, 800, 1200, 2000, 3000, 4000, 5500, 7000};
  const auto curve = frequency_response(response, hertz);
  const auto [least, most] =
      std::minmax_element(curve.begin(), curve.end(),
                          [](const Response& a, const Response& b) { return a.decibels < b.decibels; });
  return most->decibels - least->decibels <= 1;
}

}  // namespace deskready::audio
