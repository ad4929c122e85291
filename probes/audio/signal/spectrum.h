// Spectra by kissfft. Pure; full scale is 1, frequencies in Hz.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace deskready::audio {

using Bins = std::vector<std::complex<float>>;

/// The least even size from `least` on that transforms fast.
std::size_t fast_size(std::size_t least);

/// Bins 0 .. size/2 of `samples`, padded with zeros to `size`, which is even and not below their number.
Bins transform(std::span<const float> samples, std::size_t size);

/// The `size` samples of which transform() gives `bins`.
std::vector<float> inverse_transform(const Bins& bins, std::size_t size);

/// Power by frequency: bin k holds the mean square around k * step; all bins together hold that of the
/// signal.
struct Spectrum {
  double step = 0;
  std::vector<double> power;

  /// Mean square from `low` to `high`, both included.
  double between(double low, double high) const;
};

/// One spectrum for each window of `size` samples (even), `hop` apart, under a Hann window and without the
/// window's mean. Empty when there is no whole window.
std::vector<Spectrum> spectra(std::span<const float> samples, double rate, std::size_t size, std::size_t hop);

}  // namespace deskready::audio
