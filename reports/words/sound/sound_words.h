// What is wrong with sound and what to do about it, in words.
#pragma once

#include "probes/audio/facts/sound_fault.h"
#include "reports/words/language.h"

namespace deskready {

/// "The voice is too quiet."
std::string sound_fault_sentence(std::string_view language, audio::SoundFault fault);

/// "Move the microphone to the corner of the mouth, and raise its level in the sound settings."
std::string sound_fault_fix(std::string_view language, audio::SoundFault fault);

}  // namespace deskready
