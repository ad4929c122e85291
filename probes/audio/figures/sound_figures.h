// Which facts the figures of sound are, and what has to be done for each; from figures.def.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace deskready::audio {

enum class Analysis : std::uint8_t { quiet, speech, loop };
enum class GuidedStep : std::uint8_t { none, silence, sentence };

struct SoundFigure {
  std::string_view fact;
  Analysis analysis;
  bool listening;   ///< plain listening, or a loop, tells it; false: it takes a person
  GuidedStep step;  ///< of the guided check, that tells it better
};

inline constexpr std::array sound_figures = {
#define FIGURE(fact, analysis, listening, step) \
  SoundFigure{fact, Analysis::analysis, listening, GuidedStep::step},
#define RECORDING_FIGURE(fact, analysis, listening, step, type, member, how) \
  SoundFigure{fact, Analysis::analysis, listening, GuidedStep::step},
#define LOOP_FIGURE(fact, type, member, how) SoundFigure{fact, Analysis::loop, true, GuidedStep::none},
#include "probes/audio/figures/figures.def"
};

/// The facts of the figures for which `wanted` is true, in the table's order.
template <typename Wanted>
std::vector<std::string_view> facts_where(Wanted wanted) {
  std::vector<std::string_view> facts;
  for (const SoundFigure& figure : sound_figures) {
    if (wanted(figure)) facts.push_back(figure.fact);
  }
  return facts;
}

}  // namespace deskready::audio
