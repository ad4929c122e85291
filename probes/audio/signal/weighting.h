// Loudness to the ear: A-weighting. Pure.
#pragma once

#include <span>

#include "probes/audio/signal/level.h"

namespace deskready::audio {

/// The A-weighting of IEC 61672-1 at a frequency in Hz, in dB; 0 at 1000 Hz. Minus infinity at 0.
double a_weighting(double hertz);

/// noise_floor() of the A-weighted signal, in dBFS(A). The weighting is exact: it is applied to the spectra
/// of pieces of 100 ms.
std::optional<NoiseFloor> weighted_noise_floor(std::span<const float> samples, double rate);

}  // namespace deskready::audio
