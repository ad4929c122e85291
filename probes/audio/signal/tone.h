// Whether what sounds is a voice, or a tone as a telephone's signals are. Pure; full scale is 1.
#pragma once

#include <span>

namespace deskready::audio {

/// Whether nine tenths of the power stand in at most three lines of 16 Hz, over quarters of a second: a test
/// tone, a dialling or ringing tone, a beep, hum. A voice's pitch and its overtones move. False for less than
/// half a second and for exact silence.
bool is_tone(std::span<const float> samples, double rate);

/// Whether all but a five-hundredth stands in one such line: a sine, which nothing has cut off. False as
/// above.
bool is_sine(std::span<const float> samples, double rate);

/// Whether a voice is in it: for 0.3 s in all, and for a twentieth of the louder half of the time, a pitch of
/// 70 to 400 Hz, which moves. Noise has none however loud it is, and a motor's stays. A whisper is not told
/// from noise: false. False below 4 kHz.
bool has_voice(std::span<const float> samples, double rate);

}  // namespace deskready::audio
