// Whether what sounds is a tone, as a telephone's signals are, and no voice. Pure; full scale is 1.
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

}  // namespace deskready::audio
