// What is worked out from sound: of one recording, and of sounds that were played and came back. The members
// stand in figures.def; what could not be told is absent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace deskready::audio {

struct Recording {
#define RECORDING_VALUE(type, member, initial) type member = initial;
#define RECORDING_FIGURE(fact, analysis, listening, step, type, member, how) type member = {};
#include "probes/audio/figures/figures.def"
};

/// Hz and dB, an octave apart.
using FrequencyResponse = std::vector<std::pair<double, double>>;

/// Without delays nothing came back, and the rest says nothing.
struct Looping {
#define LOOP_VALUE(type, member, initial) type member = initial;
#define LOOP_FIGURE(fact, type, member, how) type member = {};
#include "probes/audio/figures/figures.def"
};

/// The loop's one delay in seconds; only with delays.
inline double loop_delay(const Looping& loop) {
  return loop.arrival.value_or((loop.delays.front() + loop.delays.back()) / 2);
}

}  // namespace deskready::audio
