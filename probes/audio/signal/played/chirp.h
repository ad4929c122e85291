// A test sound, and finding it again in a recording. Pure; full scale is 1.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace deskready::audio {

/// A sweep from 300 Hz to 7000 Hz (the telephone's wide band) that rises in pitch linearly, with
/// raised-cosine ends of 20 ms each, so that it neither clicks nor startles. Its largest magnitude is
/// `amplitude`.
std::vector<float> chirp(double rate, double seconds, double amplitude);

/// Where and how strongly a sound came back.
struct Echo {
  double delay = 0;    ///< seconds from the recording's begin to its first arrival, to a fraction of a sample
  double gain_db = 0;  ///< strongest single return relative to what was played; 0 is as loud
  double over_noise = 0;      ///< correlation peak over the RMS of the correlation away from it
  double over_next_peak = 0;  ///< correlation peak over the largest one farther than 5 ms from it
};

/// Looks for `played` in `recorded` by cross-correlation; reflections within 5 ms of the first arrival count
/// as one return with it. Nothing when the recording is shorter than the sound or exactly silent. Whether to
/// believe it: see credible().
std::optional<Echo> find_echo(std::span<const float> played, std::span<const float> recorded, double rate);

/// Noise alone reaches a peak of about 5 times the RMS in a second of 48 kHz sound (sqrt(2 ln n)); 10 times
/// leaves that far behind. A second peak as high as the first would leave the delay open.
inline constexpr double least_over_noise = 10;
bool credible(const Echo& echo);

}  // namespace deskready::audio
