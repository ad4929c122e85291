// From figures to what is wrong and what to do about it. Pure. The limits are this project's own judgement
// and stand beside each fault; an employer's rules are judged elsewhere.
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
  too_loud,        ///< speech above -16 dBov, or samples beyond full scale
  clipped,         ///< more than 1 sample in 100,000 at an end stop
  too_quiet,       ///< speech below -36 dBov
  offset,          ///< mean beyond 1 % of full scale
  hum_50,          ///< 10 dB above the noise beside it, and above -75 dBFS
  hum_60,
  noisy,           ///< speech less than 15 dB above the noise
  telephone_band,  ///< cut off below 4.3 kHz: 8 kHz Bluetooth or a telephone
  wide_band,       ///< cut off below 8.3 kHz: 16 kHz Bluetooth
  dropouts,        ///< any gap, or lost time
  breath,          ///< three or more bursts of breath
  echo,            ///< the speaker comes back less than 45 dB weaker, through the air
  long_delay,      ///< more than 300 ms from speaker to microphone
  drift,           ///< clocks differ by more than 20 ppm
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
