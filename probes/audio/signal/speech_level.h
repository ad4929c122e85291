// How loud speech is while there is speech: ITU-T P.56 (12/2011), method B. Pure; full scale is 1.
#pragma once

#include <optional>
#include <span>

namespace deskready::audio {

struct SpeechLevel {
  double level = 0;      ///< dBov (a full-scale square wave has 0; a full-scale sine -3.01)
  double activity = 0;   ///< share of the time that is speech, 0..1
  double long_term = 0;  ///< RMS of all of it, dBov
};

/// Envelope by two one-poles of 30 ms, thresholds at powers of two from 2^-15 to 0.5, hangover 200 ms, margin
/// 15.9 dB, interpolated in dB between the two thresholds around. Nothing when no threshold is passed by that
/// margin: there is no speech.
std::optional<SpeechLevel> speech_level(std::span<const float> samples, double rate);

}  // namespace deskready::audio
