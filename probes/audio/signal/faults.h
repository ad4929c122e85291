// What a broken or silenced microphone leaves in the samples. Pure; full scale is 1.
#pragma once

#include <cstddef>
#include <span>

namespace deskready::audio {

/// Share (0..1) of samples at an end stop: |x| >= 1, and flat tops: three or more equal samples in a row at
/// the signal's largest or smallest value, entered or left by more than a few quantisation steps (a slow wave
/// also dwells on its summit), when that lies above -20 dBFS. Digital silence has none.
double clipping_share(std::span<const float> samples);

/// Nothing but exact zeros: muted somewhere on the way. Room noise is never that. False for no samples.
bool exact_silence(std::span<const float> samples);

/// A converter that does not convert: one constant value that is not zero, or nothing but the toggling of
/// the last of 16 bits around one. False for fewer than 2 samples and for exact silence.
bool stuck(std::span<const float> samples);

/// Pieces that were lost on the way.
struct Gaps {
  std::size_t count = 0;
  double seconds = 0;     ///< all together
  double longest = 0;     ///< seconds
  std::size_t gated = 0;  ///< runs that may be none, as a noise gate's; not counted above
};

/// Runs of exact zeros, or of one value that is no end stop, longer than 1 ms, with sound right before or
/// after them (above -78 dBFS within 3 ms, or above -90 dBFS where it is rough). Neither the recording's
/// begin and end nor a fade into digital silence is one, nor a run that the sound around makes by itself, as
/// telephone formats do: one that is likely by how often its samples equal the one before. Zeros of 20 ms or
/// more that follow quiet and end in loud sound may be a gate's, and runs amid noise that a voice beside it
/// hides may be none.
Gaps find_gaps(std::span<const float> samples, double rate);

/// How even the peaks are: the share (0..1) of the loud moments of 10 ms whose peak comes within 2 dB of the
/// largest. A voice's peaks differ, so that few do; where it was cut off they end alike, and still do after a
/// filter has rounded the flat tops. A limiter does the same. 0 without loud moments.
double even_peaks(std::span<const float> samples, double rate);

/// Share (0..1) of samples that are exact zeros.
double zero_share(std::span<const float> samples);

/// Bursts of breath: times at which the sound below 120 Hz exceeds -30 dBFS and three quarters of the
/// signal's power for 25 to 300 ms. A popped p or b has 50 to 150 ms.
std::size_t breath_bursts(std::span<const float> samples, double rate);

}  // namespace deskready::audio
