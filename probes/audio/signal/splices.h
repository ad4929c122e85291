// Where pieces of sound were lost without a gap, or came twice: buffers that were dropped or played again.
// Pure.
#pragma once

#include <cstddef>
#include <span>

namespace deskready::audio {

/// Pieces of at least 2 ms that are the same, sample by sample, as others up to half a second before. What
/// repeats for more than a tenth of the time is a tone of the signal's own: 0.
std::size_t find_repeats(std::span<const float> samples, double rate);

/// Single steps out of sound: a fourth difference twelve times as large as around, for less
/// than a tenth of a millisecond, out of sound. Clicks of keys and lips last longer or begin in
/// the quiet, and corners of what was cut off stand at the largest values. Losses in the quiet leave no step
/// and are not found. 0 below 16 kHz.
std::size_t find_steps(std::span<const float> samples, double rate);

}  // namespace deskready::audio
