#include "probes/audio/signal/spectrum.h"

#include <kiss_fftr.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

namespace deskready::audio {
namespace {

struct FreeTransform {
  void operator()(kiss_fftr_state* state) const { kiss_fftr_free(state); }
};
using Transform = std::unique_ptr<kiss_fftr_state, FreeTransform>;

Transform prepare(std::size_t size, bool back) {
  return Transform(kiss_fftr_alloc(static_cast<int>(size), back ? 1 : 0, nullptr, nullptr));
}

// kissfft's complex number is a pair of floats, as std::complex guarantees to be.
kiss_fft_cpx* raw(Bins& bins) {
  return reinterpret_cast<kiss_fft_cpx*>(bins.data());
}

std::vector<float> hann(std::size_t size) {
  std::vector<float> window(size);
  for (std::size_t i = 0; i < size; ++i) {
    window[i] = static_cast<float>(
        0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(size)));
  }
  return window;
}

}  // namespace

std::size_t fast_size(std::size_t least) {
  return static_cast<std::size_t>(kiss_fftr_next_fast_size_real(static_cast<int>(least)));
}

Bins transform(std::span<const float> samples, std::size_t size) {
  std::vector<float> padded(size, 0.0F);
  std::copy(samples.begin(), samples.end(), padded.begin());
  Bins bins(size / 2 + 1);
  kiss_fftr(prepare(size, false).get(), padded.data(), raw(bins));
  return bins;
}

std::vector<float> inverse_transform(const Bins& bins, std::size_t size) {
  Bins copy = bins;
  std::vector<float> samples(size);
  kiss_fftri(prepare(size, true).get(), raw(copy), samples.data());
  for (float& x : samples) x /= static_cast<float>(size);
  return samples;
}

double Spectrum::between(double low, double high) const {
  double sum = 0;
  const auto first = static_cast<std::size_t>(std::max(0.0, std::ceil(low / step)));
  for (std::size_t k = first; k < power.size() && static_cast<double>(k) * step <= high; ++k) sum += power[k];
  return sum;
}

std::vector<Spectrum> spectra(std::span<const float> samples, double rate, std::size_t size,
                              std::size_t hop) {
  std::vector<Spectrum> result;
  const Transform forward = prepare(size, false);
  const auto window = hann(size);
  const double energy = 0.375 * static_cast<double>(size);  // the sum of the Hann window's squares
  const double scale = 1 / (energy * static_cast<double>(size));
  std::vector<float> piece(size);
  Bins bins(size / 2 + 1);
  for (std::size_t at = 0; at + size <= samples.size(); at += hop) {
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += samples[at + i];
    const auto mean = static_cast<float>(sum / static_cast<double>(size));
    for (std::size_t i = 0; i < size; ++i) piece[i] = (samples[at + i] - mean) * window[i];
    kiss_fftr(forward.get(), piece.data(), raw(bins));
    Spectrum& spectrum = result.emplace_back();
    spectrum.step = rate / static_cast<double>(size);
    spectrum.power.resize(bins.size());
    for (std::size_t k = 0; k < bins.size(); ++k) {
      const bool alone = k == 0 || k + 1 == bins.size();
      spectrum.power[k] = (alone ? 1 : 2) * scale * std::norm(std::complex<double>(bins[k]));
    }
  }
  return result;
}

}  // namespace deskready::audio
