// What the sound worker and its client say to each other: one JSON object a line. The client sends
// SoundRequest as the worker's argument, and "play" or "quiet" in reply to {"ask": "play"}. The worker sends
// {"phase": name} as each begins, {"beat": frames} while sound flows, and its results under the names of
// Message.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "probes/audio/server.h"

namespace deskready::audio {

enum class SoundWork : std::uint8_t { devices, listen, loop };
NLOHMANN_JSON_SERIALIZE_ENUM(SoundWork, {{SoundWork::devices, "devices"},
                                         {SoundWork::listen, "listen"},
                                         {SoundWork::loop, "loop"}})

struct SoundRequest {
  SoundWork work = SoundWork::devices;  ///< each includes those before it
  double seconds = 3;                   ///< of listening
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SoundRequest, work, seconds)

namespace message {
inline constexpr const char* phase = "phase";
inline constexpr const char* beat = "beat";
inline constexpr const char* ask = "ask";
inline constexpr const char* trouble = "trouble";
inline constexpr const char* server = "server";
inline constexpr const char* bare = "bare";
inline constexpr const char* listened = "listened";
inline constexpr const char* looped = "looped";
}  // namespace message

/// Why a piece of work could not be done.
struct Trouble {
  SoundWork work = SoundWork::devices;  ///< this and all after it are lost
  std::string cause;                    ///< a code of probes/cause.h
  std::string detail;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Trouble, work, cause, detail)

/// A computer without a sound server: what ALSA alone shows.
struct BareDevices {
  int inputs = 0;
  int outputs = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BareDevices, inputs, outputs)

/// Figures of what was heard while nothing was played. Amplitudes relative to full scale, levels in dBFS.
struct Listening {
  double seconds = 0;
  double rate = 0;
  double peak = 0;
  double clipping = 0;
  double dc_offset = 0;
  double zero_share = 0;
  bool stuck = false;
  std::uint64_t gaps = 0;
  double lost_seconds = 0;         ///< time that passed less time that arrived as samples
  std::uint64_t noise_frames = 0;  ///< 0: no noise floor
  double noise = 0;
  double noise_low = 0;
  double noise_high = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Listening, seconds, rate, peak, clipping, dc_offset, zero_share, stuck,
                                   gaps, lost_seconds, noise_frames, noise, noise_low, noise_high)

/// What came back of the chirps.
struct Looping {
  std::vector<double> delays;  ///< seconds, of those believed
  double level = 0;            ///< peak level of the last chirp, dBFS
  double gain = 0;             ///< of the last one believed, dB
  double peak = 0;             ///< largest magnitude recorded meanwhile
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Looping, delays, level, gain, peak)

}  // namespace deskready::audio
