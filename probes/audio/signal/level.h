// How loud a signal is. Pure; samples are linear, full scale is 1.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace deskready::audio {

/// 20 log10 of an amplitude relative to full scale; nothing for zero, which has no level.
std::optional<double> dbfs(double amplitude);

/// Root mean square as an amplitude (a full-scale sine has 0.707); 0 for no samples.
double rms(std::span<const float> samples);

/// Largest magnitude; 0 for no samples.
double peak(std::span<const float> samples);

/// Arithmetic mean, relative to full scale; 0 for no samples.
double dc_offset(std::span<const float> samples);

/// Background level and its 95 % interval, in dBFS.
struct NoiseFloor {
  double level = 0;
  double low = 0;
  double high = 0;
  std::size_t frames = 0;  ///< pieces of 50 ms that were looked at
};

/// The level that is exceeded 90 % of the time (L90, ISO 1996-1), from pieces of 50 ms without their mean.
/// Someone speaking for part of the time does not raise it. The interval is the binomial one of a quantile
/// and takes the pieces as independent. Nothing when there is less than 0.5 s, or when a tenth or more of the
/// pieces is exact silence, which has no level.
std::optional<NoiseFloor> noise_floor(std::span<const float> samples, double rate);

/// The same from the RMS amplitudes of pieces that were measured otherwise.
std::optional<NoiseFloor> floor_of(std::vector<double> amplitudes);

}  // namespace deskready::audio
