// Every figure that can be had from one recording. Pure; full scale is 1.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace deskready::audio {

/// Levels in dBFS, shares 0..1; what could not be told is absent.
struct Recording {
  double seconds = 0;
  double rate = 0;
  double peak = 0;                  ///< amplitude
  std::optional<double> true_peak;  ///< amplitude
  double rms = 0;                   ///< amplitude
  double dc_offset = 0;
  double clipping = 0;  ///< share
  double zero_share = 0;
  bool silent = false;  ///< nothing but exact zeros
  bool stuck = false;   ///< see stuck()
  std::uint64_t gaps = 0;
  double gap_seconds = 0;
  double longest_gap = 0;
  std::uint64_t noise_frames = 0;  ///< 0: no noise floor
  double noise = 0;
  double noise_low = 0;
  double noise_high = 0;
  bool noise_steady = true;  ///< false: no pause, so that the noise is less and SNR more than they seem
  std::optional<double> noise_weighted;  ///< dBFS(A)
  std::optional<double> speech_level;    ///< dBov, P.56
  std::optional<double> activity;
  std::optional<double> snr;        ///< dB
  std::optional<double> band_edge;  ///< Hz
  bool band_cut = false;            ///< false: band_edge is a lower bound
  std::optional<double> hum;        ///< dB above the noise beside it
  double hum_level = 0;             ///< dBFS
  int mains = 0;                    ///< 50 or 60 when hum is there
  std::uint64_t breath = 0;         ///< bursts of breath
};

/// What to work out: a quiet room has no speech level, and asking for less is faster.
enum class Hearing : std::uint8_t { quiet, speech };

/// All figures of `samples`. Runs at several hundred times real time on one core.
Recording analyse(std::span<const float> samples, double rate, Hearing hearing);

/// Speech above noise: P.56 level less the noise floor, the noise's own power taken off the speech.
/// Nothing when the speech does not stand above the noise at all.
std::optional<double> signal_to_noise(double speech_level, double noise);

}  // namespace deskready::audio
