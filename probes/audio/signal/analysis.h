// Every figure that can be had from one recording. Pure; full scale is 1.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "probes/audio/figures/recording.h"

namespace deskready::audio {

/// What to work out: a quiet room has no speech level, and asking for less is faster.
enum class Hearing : std::uint8_t { quiet, speech };

/// All figures of `samples`. Runs at several hundred times real time on one core.
Recording analyse(std::span<const float> samples, double rate, Hearing hearing);

/// Speech above noise: P.56 level less the noise floor, the noise's own power taken off the speech.
/// Nothing when the speech does not stand above the noise at all.
std::optional<double> signal_to_noise(double speech_level, double noise);

}  // namespace deskready::audio
