// What the sound worker and its client say to each other: one JSON object a line. The client sends
// SoundRequest as the worker's argument, "play" or "quiet" in reply to {"ask": "play"}, and to any other
// question
// "=" with the person's answer, or "skip". The worker sends
// {"phase": name} as each begins, {"beat": frames} while sound flows, and its results under the names of
// Message.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "probes/audio/devices/server.h"
#include "probes/audio/figures/recording.h"
#include "probes/detail.h"

namespace deskready {

inline void to_json(nlohmann::json& to, const Explanation& from) {
  to = from.written();
}
inline void from_json(const nlohmann::json& from, Explanation& to) {
  to = Explanation::read(from.get<std::map<std::string, std::string>>());
}

}  // namespace deskready

namespace deskready::audio {

/// Each includes those before it, but `guided` is a thing of its own.
enum class SoundWork : std::uint8_t { devices, listen, loop, guided };
NLOHMANN_JSON_SERIALIZE_ENUM(SoundWork, {{SoundWork::devices, "devices"},
                                         {SoundWork::listen, "listen"},
                                         {SoundWork::loop, "loop"},
                                         {SoundWork::guided, "guided"}})

/// For work with a person.
struct GuidedRequest {
  std::string language = "en";
  std::uint64_t seed = 1;  ///< of the digits and of what is lost
  double loss = 0;         ///< of the line, 0..1
  double burst_ratio = 1;
  double jitter = 0;       ///< s
  std::string heard_file;  ///< where what a customer hears is written as WAV; empty: nowhere
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(GuidedRequest, language, seed, loss, burst_ratio, jitter,
                                                heard_file)

struct SoundRequest {
  SoundWork work = SoundWork::devices;
  double seconds = 3;  ///< of listening
  GuidedRequest guided = {};
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SoundRequest, work, seconds, guided)

namespace message {
inline constexpr const char* phase = "phase";
inline constexpr const char* beat = "beat";
inline constexpr const char* ask = "ask";
inline constexpr const char* trouble = "trouble";
inline constexpr const char* server = "server";
inline constexpr const char* bare = "bare";
inline constexpr const char* listened = "listened";
inline constexpr const char* looped = "looped";
inline constexpr const char* spoken = "spoken";
inline constexpr const char* heard = "heard";
inline constexpr const char* not_done = "not_done";
}  // namespace message

/// Why a piece of work could not be done.
struct Trouble {
  SoundWork work = SoundWork::devices;  ///< this and all after it are lost
  std::string cause;                    ///< a code of probes/cause.h
  Explanation why;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Trouble, work, cause, why)

/// A computer without a sound server: what ALSA alone shows.
struct BareDevices {
  int inputs = 0;
  int outputs = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BareDevices, inputs, outputs)

inline void to_json(nlohmann::json& to, const Recording& from) {
#define RECORDING_VALUE(type, member, initial) to[#member] = from.member;
#define RECORDING_FIGURE(fact, analysis, listening, step, type, member, how) to[#member] = from.member;
#include "probes/audio/figures/figures.def"
}
inline void from_json(const nlohmann::json& from, Recording& to) {
  const Recording otherwise;
#define RECORDING_VALUE(type, member, initial) to.member = from.value(#member, otherwise.member);
#define RECORDING_FIGURE(fact, analysis, listening, step, type, member, how) \
  to.member = from.value(#member, otherwise.member);
#include "probes/audio/figures/figures.def"
}

/// What was heard while nothing was played.
struct Listening : Recording {
  double lost_seconds = 0;  ///< time that passed less time that arrived as samples
};
inline void to_json(nlohmann::json& to, const Listening& from) {
  to = static_cast<const Recording&>(from);
  to["lost_seconds"] = from.lost_seconds;
}
inline void from_json(const nlohmann::json& from, Listening& to) {
  from.get_to(static_cast<Recording&>(to));
  to.lost_seconds = from.value("lost_seconds", 0.0);
}

inline void to_json(nlohmann::json& to, const Looping& from) {
#define LOOP_VALUE(type, member, initial) to[#member] = from.member;
#define LOOP_FIGURE(fact, type, member, how) to[#member] = from.member;
#include "probes/audio/figures/figures.def"
}
inline void from_json(const nlohmann::json& from, Looping& to) {
  const Looping otherwise;
#define LOOP_VALUE(type, member, initial) to.member = from.value(#member, otherwise.member);
#define LOOP_FIGURE(fact, type, member, how) to.member = from.value(#member, otherwise.member);
#include "probes/audio/figures/figures.def"
}

/// What a person typed after digits were played, or after none were.
struct DigitRound {
  std::string played;  ///< empty: the silent round
  std::string typed;   ///< '0'..'9'; empty: nothing was heard
  double level = 0;    ///< dBov
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DigitRound, played, typed, level)
struct HeardDigits {
  std::vector<DigitRound> rounds;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HeardDigits, rounds)

/// A guided step that brought nothing, and why.
struct NotDone {
  std::string step;
  std::string cause;  ///< a code of probes/cause.h
  Explanation why;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NotDone, step, cause, why)

}  // namespace deskready::audio
