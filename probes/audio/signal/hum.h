// The mains in the sound: 50 or 60 Hz and its multiples. Pure; full scale is 1.
#pragma once

#include <optional>
#include <span>

namespace deskready::audio {

struct Hum {
  double excess = 0;  ///< dB that the mains' tones stand above the noise beside them; 0 when they do not
  double level = 0;   ///< dBFS of the tones alone; meaningful when excess is above 0
  int mains = 50;     ///< 50 or 60, whichever fits better
};

/// Looks at the tones' steady part: of windows of half a second the quiet fifth, frequency by frequency, so
/// that a voice passing over them does not count. Grids may be off by 0.4 %. Nothing when there are fewer
/// than 1.25 s or hardly any noise to stand out from (below -110 dBFS).
std::optional<Hum> find_hum(std::span<const float> samples, double rate);

}  // namespace deskready::audio
