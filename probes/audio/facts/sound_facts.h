// From what the sound worker brought back to facts. Pure.
#pragma once

#include "probes/audio/worker/worker_client.h"
#include "probes/fact.h"
#include "probes/probe.h"

namespace deskready::audio {

/// How much has to be done with sound to answer these questions, the owner's permission left aside.
SoundWork work_for(std::span<const Question> questions);

/// All facts that `results` hold, measured at `now`, and causes for the others. `done` is the work that was
/// asked of the worker; what would have needed more is `refused`.
Facts sound_facts(const SoundResults& results, SoundWork done, WallTime now);

}  // namespace deskready::audio
