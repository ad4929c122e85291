// What the sound worker and its client say to each other: one JSON object a line. The client sends
// SoundRequest as the worker's argument, and "play" or "quiet" in reply to {"ask": "play"}. The worker sends
// {"phase": name} as each begins, {"beat": frames} while sound flows, and its results under the names of
// Message.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "probes/audio/server.h"
#include "probes/audio/signal/analysis.h"

NLOHMANN_JSON_NAMESPACE_BEGIN
/// A figure that could not be told is null.
template <class T>
struct adl_serializer<std::optional<T>> {
  static void to_json(json& to, const std::optional<T>& from) {
    if (from) {
      to = *from;
    } else {
      to = nullptr;
    }
  }
  static void from_json(const json& from, std::optional<T>& to) {
    if (from.is_null()) {
      to.reset();
    } else {
      to = from.get<T>();
    }
  }
};
NLOHMANN_JSON_NAMESPACE_END

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

/// What was heard while nothing was played.
struct Listening : Recording {
  double lost_seconds = 0;  ///< time that passed less time that arrived as samples
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Listening, seconds, rate, peak, true_peak, rms, dc_offset,
                                                clipping, zero_share, silent, stuck, gaps, gap_seconds,
                                                longest_gap, noise_frames, noise, noise_low, noise_high,
                                                noise_weighted, speech_level, activity, snr, snr_at_least,
                                                band_edge, band_cut, hum, hum_level, mains, breath,
                                                lost_seconds)

/// What came back of the sounds that were played. Without delays nothing came back, and the rest says
/// nothing.
struct Looping {
  std::vector<double> delays;              ///< seconds, of the two chirps that agree
  double confidence = 0;                   ///< the correlation's peak over its next one
  double level = 0;                        ///< peak level of the last sound, dBFS
  double gain = 0;                         ///< strongest single return, dB
  double peak = 0;                         ///< largest magnitude recorded meanwhile
  std::string channels;                    ///< where left arrives: straight, swapped, mono (on both)
  std::optional<double> echo_return_loss;  ///< dB
  std::optional<double> band;              ///< Hz, -10 dB from 1 kHz
  bool electrical = false;                 ///< flat as only a wire is
  std::optional<double> thd_n;             ///< dB; electrical loops only
  std::optional<double> drift;             ///< recording clock over playing clock, less 1
  double drift_error = 0;
  std::uint64_t jumps = 0;      ///< steps in the pilot's phase
  std::optional<double> moved;  ///< seconds that the delay changed while the pilot was played
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Looping, delays, confidence, level, gain, peak, channels,
                                                echo_return_loss, band, electrical, thd_n, drift, drift_error,
                                                jumps, moved)

}  // namespace deskready::audio
