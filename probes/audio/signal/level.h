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

/// The offset that a signal always has: the median of the means of 50 ms pieces. A voice's own asymmetry does
/// not count while it pauses, nor do pieces of exact zeros. dc_offset() of less than half a second.
double steady_offset(std::span<const float> samples, double rate);

/// Background level and its 95 % interval, in dBFS.
struct NoiseFloor {
  double level = 0;
  double low = 0;
  double high = 0;
  std::size_t frames = 0;  ///< pieces that were looked at
  bool steady = true;      ///< false: even the quietest pieces differ as speech does, or the floor moves
  double silent = 0;       ///< share of pieces that are exact silence, which are not looked at
};

/// The mean power of the quiet pieces of 50 ms, their own mean taken off: those not farther above the level
/// that is exceeded 90 % of the time (L90, ISO 1996-1) than three times L80 lies above L95, and that at least
/// 1 dB and at most 6 dB. Someone speaking for most of the time does not
/// raise it. The interval is that of the pieces' mean and takes them as independent. Not steady when the
/// level exceeded 85 % of the time lies 2.5 dB or more above the one exceeded 95 %: then the level is no
/// bound either, for gain controls turn noise up and down. Nothing when less than 0.5 s is no exact silence.
std::optional<NoiseFloor> noise_floor(std::span<const float> samples, double rate);

/// The same from the RMS amplitudes of pieces that were measured otherwise.
std::optional<NoiseFloor> floor_of(std::vector<double> amplitudes);

}  // namespace deskready::audio
