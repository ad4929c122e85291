// The faults that are put into the sound, one kind a row.
#pragma once

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/bench/headset/voices.h"

namespace deskready::audio::bench {

/// What a variant was set to and what came of it. Absent: this variant has no such figure.
struct Outcome {
  bool found = false;                 ///< anything was reported
  bool right_cause = false;           ///< and the first thing reported is this fault
  std::optional<double> level_error;  ///< dB
  std::optional<double> snr_error;    ///< dB
  std::optional<double> echo_error;   ///< dB
  std::optional<double> delay_error;  ///< samples
  std::string said;                   ///< what was reported, for a look at failures
};

struct FaultRow {
  std::string name;
  bool clean = false;  ///< nothing is wrong: what is found is a false alarm
  std::function<Outcome(const std::vector<Voice>&, std::mt19937&)> run;
};
std::vector<FaultRow> fault_rows();

/// One good recording: three seconds of a quiet room, then a sentence.
struct Scene {
  std::vector<float> samples;
  double level = 0;  ///< dBov, as set
  double noise = 0;  ///< dBFS, as set
};
Scene good_scene(const std::vector<Voice>& voices, std::mt19937& random);

}  // namespace deskready::audio::bench
