// What can be wrong with sound; where each begins: sound_limits.h.
#pragma once

#include <cstdint>
#include <string_view>

namespace deskready::audio {

enum class SoundFault : std::uint8_t {
  muted,           ///< nothing but zeros
  dead_converter,  ///< one constant value
  no_voice,        ///< a voice was looked for, and there is none
  too_loud,        ///< the speech, or samples beyond full scale
  clipped,         ///< too many samples at an end stop
  too_quiet,
  offset,  ///< the mean
  hum_50,  ///< above the noise beside it, and loud enough to hear
  hum_60,
  noisy,           ///< speech too little above the noise
  telephone_band,  ///< cut off as by 8 kHz Bluetooth or a telephone
  wide_band,       ///< cut off as by 16 kHz Bluetooth
  dropouts,        ///< any gap, or lost time
  breath,          ///< bursts of it
  echo,            ///< the speaker comes back through the air, too little weaker
  long_delay,      ///< from speaker to microphone
  drift,           ///< of the two clocks
  swapped,         ///< left arrives right
};
std::string_view to_string(SoundFault fault);

}  // namespace deskready::audio
