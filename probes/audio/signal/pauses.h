// Whether pauses are quieter than the background under the voice: gates and noise suppression make them so.
// Pure; full scale is 1.
#pragma once

#include <optional>
#include <span>

namespace deskready::audio {

/// From this sampling rate on a voice leaves some band free; Hz. Below it may fill all that there are.
inline constexpr double free_band_rate = 32000;

/// By how many dB the background is weaker in pauses than while somebody speaks: the least of all bands of 1
/// kHz and of the one below 60 Hz, where a voice has nothing at times. 0 where some band is as loud in
/// pauses. A voice that fills all bands looks the same, so that the truth for it is less. Nothing without
/// 0.9 s of each.
std::optional<double> pause_depth(std::span<const float> samples, double rate);

}  // namespace deskready::audio
