// The largest value of the wave between the samples. Pure.
#pragma once

#include <optional>
#include <span>

namespace deskready::audio {

/// True peak by oversampling, ITU-R BS.1770-4 annex 2 (libebur128), as an amplitude; never below the largest
/// sample. Nothing for no samples and for rates outside 16 Hz .. 2.8 MHz, which the library refuses.
std::optional<double> true_peak(std::span<const float> samples, double rate);

}  // namespace deskready::audio
