// A steady tone: what was lost of it on the way, how fast the clocks run, how pure it is. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace deskready::audio {

/// A sine with raised-cosine ends of 20 ms.
std::vector<float> pilot(double rate, double seconds, double hertz, double amplitude);

struct PilotTrack {
  double drift = 0;        ///< recorded pitch over played pitch, less 1: 50e-6 is 50 ppm
  double drift_error = 0;  ///< its 95 % half-width
  std::size_t jumps = 0;   ///< steps in the phase: samples were lost, added or replaced
  double level = 0;        ///< dBFS, RMS
};

/// Follows the phase of a tone of `hertz` in pieces of 5 ms. A step of more than 0.1 rad (16 us at 997 Hz)
/// and 10 times the usual scatter, or a piece whose tone is gone, is a jump; drift is the slope of the
/// longest stretch without one. A loss of whole periods leaves no step: only the delay before and after shows
/// that. Nothing when there are fewer than 20 pieces or the tone does not stand 15 dB above what is beside
/// it: no pilot.
std::optional<PilotTrack> track_pilot(std::span<const float> recorded, double rate, double hertz);

/// Everything but the tone from 20 Hz to 20 kHz, relative to all of it, in dB (AES17 with a notch as narrow
/// as the main lobe of a 7-term Blackman-Harris window: 8 bins each side). The tone must fill `samples`.
/// Nothing when there is no tone.
std::optional<double> thd_n(std::span<const float> samples, double rate, double hertz);

}  // namespace deskready::audio
