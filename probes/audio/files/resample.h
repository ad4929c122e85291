// Another sample rate, by libsamplerate. Pure.
#pragma once

#include <span>
#include <vector>

namespace deskready::audio {

/// `samples` at rate `to` instead of `from`, both above 0 and not more than 256 times apart, with a sinc that
/// keeps the band up to nine tenths of the lower rate's half.
std::vector<float> resample(std::span<const float> samples, double from, double to);

}  // namespace deskready::audio
