// From figures to what is wrong and what to do about it. Pure. The limits stand in sound_limits.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "probes/audio/signal/analysis.h"
#include "probes/audio/worker/messages.h"

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

struct Diagnosis {
  SoundFault fault;
  std::string_view code;      ///< "too_quiet"
  std::string_view sentence;  ///< what is wrong, for a person
  std::string_view fix;       ///< what to do
};
const Diagnosis& diagnosis(SoundFault fault);

/// What the figures show, the most fundamental first. Nothing else is looked for where nothing was heard.
std::vector<SoundFault> diagnose(const Recording& heard);
std::vector<SoundFault> diagnose(const Listening& heard);
std::vector<SoundFault> diagnose(const Looping& looped);

}  // namespace deskready::audio
