// A sweep through all pitches, and what the way from speaker to microphone did to it. Pure; frequencies in
// Hz.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace deskready::audio {

/// A sine whose pitch rises exponentially from `low` to `high` (Farina), with raised-cosine ends of 20 ms.
/// Its largest magnitude is `amplitude`.
std::vector<float> exponential_sweep(double rate, double seconds, double low, double high, double amplitude);

/// The way's impulse response: sample k answers k samples after the input.
struct ImpulseResponse {
  double rate = 0;
  std::vector<float> samples;
};

/// Divides the spectra of what was recorded and played, where the played one reaches from `low` to `high`;
/// outside of that it is regularised to nothing. The recording begins with the sweep's first sample and is
/// the longer one by the longest delay that is looked at. Nothing when it is not longer.
std::optional<ImpulseResponse> impulse_response(std::span<const float> played,
                                                std::span<const float> recorded, double rate, double low,
                                                double high);

/// How much weaker the played sound comes back, in dB; positive when weaker.
struct EchoReturnLoss {
  double decibels = 0;
  double low = 0;  ///< 95 % interval, by what the noise does to the energy
  double high = 0;
};

/// The energy of the impulse response from 5 ms before its peak to 200 ms after it, 300 to 3400 Hz, the noise
/// outside of that window taken off. Noise in the room does not count as echo. The interval takes the noise
/// as Gaussian and its bins as independent. Nothing when the response is not longer than the window, or when
/// the interval would be wider than 1 dB each way.
std::optional<EchoReturnLoss> echo_return_loss(const ImpulseResponse& response);

/// When the sound arrives first, in seconds after it was played. Nothing when the peak is less than ten times
/// the response's RMS outside of the echo, or there is no outside.
std::optional<double> first_arrival(const ImpulseResponse& response);

struct Response {
  double hertz = 0;
  double decibels = 0;
};

/// The response's magnitude at each frequency, from 5 ms before its peak to 100 ms after it, smoothed over a
/// third of an octave.
std::vector<Response> frequency_response(const ImpulseResponse& response, std::span<const double> hertz);

/// Where the response has fallen by 10 dB from its value at 1000 Hz, towards high pitches and not farther
/// than `limit`.
double usable_band(const ImpulseResponse& response, double limit);

/// Whether the response is flat within 1 dB from 300 to 7000 Hz: no air and no loudspeaker is that.
bool electrical(const ImpulseResponse& response);

}  // namespace deskready::audio
