// The voices that the bench speaks with.
#pragma once

#include <string>
#include <vector>

namespace deskready::audio::bench {

struct Voice {
  std::string name;            ///< "espeak-ng-01"
  std::vector<float> samples;  ///< 48 kHz, active speech level 0 dBov
  bool full = false;           ///< reaches above 8.3 kHz; flite's own voices end at 8 kHz
};

/// All WAV files of a folder. Ends the program with a message when there is none or one cannot be read.
std::vector<Voice> read_voices(const std::string& folder);

}  // namespace deskready::audio::bench
