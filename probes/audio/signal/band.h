// Up to which pitch the signal reaches. Pure; frequencies in Hz.
#pragma once

#include <optional>
#include <span>

namespace deskready::audio {

struct BandEdge {
  double hertz = 0;
  bool cut = false;  ///< false: noise hides what may be above, so that this is only a lower bound
};

/// From recorded speech: the highest frequency at which the loud moments (the 95th percentile in time of each
/// frequency, so that a few sibilants are enough) stand 9 dB above the quiet ones (10th percentile), with no
/// dip of 1500 Hz below it. It is a
/// cut when the signal falls there by 12 dB, as filters of codecs do and voices do not, or when
/// the recording's own rate ends there. Nothing when there is less than 1 s, or the loud moments stand less
/// than 20 dB above the quiet ones between 300 and 3000 Hz: no speech to judge by.
std::optional<BandEdge> band_edge(std::span<const float> samples, double rate);

}  // namespace deskready::audio
