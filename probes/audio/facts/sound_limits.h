// Where a figure of sound begins to be a fault: this project's own judgement, each limit once. An employer's
// rules are judged elsewhere.
#pragma once

#include <cstdint>

namespace deskready::audio::limits {

inline constexpr double loudest_speech = -16;    ///< dBov
inline constexpr double full_scale = 1.0001;     ///< amplitude; samples above it are beyond full scale
inline constexpr double quietest_speech = -36;   ///< dBov
inline constexpr double clipped_share = 1e-5;    ///< of the samples that stand at an end stop
inline constexpr double most_offset = 0.01;      ///< mean, of full scale
inline constexpr double hum_excess = 10;         ///< dB above the noise beside it
inline constexpr double hum_audible = -75;       ///< dBFS
inline constexpr double least_snr = 15;          ///< dB of speech above the noise
inline constexpr double telephone_edge = 4300;   ///< Hz; ends below: 8 kHz Bluetooth or a telephone
inline constexpr double wide_edge = 8300;        ///< Hz; ends below: 16 kHz Bluetooth
inline constexpr std::uint64_t many_bursts = 3;  ///< of breath
inline constexpr double lost_seconds = 0.15;     ///< PortAudio's own buffering moves sound by up to 0.1 s
inline constexpr double least_echo_loss = 45;    ///< dB that the speaker comes back weaker through the air
inline constexpr double longest_delay = 0.3;     ///< s from speaker to microphone
inline constexpr double most_drift = 20e-6;      ///< that clocks differ
/// Seconds that the loop's delay may move; drift of 300 ppm moves it by less in the time of the pilot.
inline constexpr double moved_seconds = 0.001;

}  // namespace deskready::audio::limits
