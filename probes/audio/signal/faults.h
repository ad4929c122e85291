// What a broken or silenced microphone leaves in the samples. Pure; full scale is 1.
#pragma once

#include <cstddef>
#include <span>

namespace deskready::audio {

/// Share (0..1) of samples at an end stop: |x| >= 1, and flat tops: three or more equal samples in a row at
/// the signal's largest or smallest value, when that lies above -20 dBFS. Digital silence has none.
double clipping_share(std::span<const float> samples);

/// Nothing but exact zeros: muted somewhere on the way. Room noise is never that. False for no samples.
bool exact_silence(std::span<const float> samples);

/// One constant value that is not zero: a converter that does not convert. False for fewer than 2 samples.
bool stuck(std::span<const float> samples);

/// Runs of exact zeros longer than 1 ms with sound before and after: pieces that were lost on the way.
std::size_t gaps(std::span<const float> samples, double rate);

/// Share (0..1) of samples that are exact zeros.
double zero_share(std::span<const float> samples);

}  // namespace deskready::audio
