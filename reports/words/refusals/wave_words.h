// What is to be said about a sound file: why it gives no sound, and what of it was not read.
#pragma once

#include <string>
#include <string_view>

#include "probes/audio/files/wave_file.h"

namespace deskready {

/// "it holds no sound; record again": the end of a sentence about the file, without a full stop.
std::string wave_refusal(std::string_view language, const audio::WaveFault& fault);

/// What differs from what its header says; empty when nothing does.
std::string wave_note(std::string_view language, const audio::WaveFile& file);

}  // namespace deskready
