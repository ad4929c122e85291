// From figures to what is wrong. Pure. The limits stand in sound_limits.h, the sentences in reports/words.
#pragma once

#include <vector>

#include "probes/audio/facts/sound_fault.h"
#include "probes/audio/signal/analysis.h"
#include "probes/audio/worker/messages.h"

namespace deskready::audio {

/// What the figures show, the most fundamental first. Nothing else is looked for where nothing was heard.
std::vector<SoundFault> diagnose(const Recording& heard);
std::vector<SoundFault> diagnose(const Listening& heard);
std::vector<SoundFault> diagnose(const Looping& looped);

}  // namespace deskready::audio
