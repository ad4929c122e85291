// From what the guided steps brought to facts. Pure.
#pragma once

#include "probes/audio/worker/worker_client.h"

namespace deskready::audio {

/// Each fact that the guided steps answer is known or has a cause. What `earlier` knows stands where a step
/// was not done; what a step that was done leaves open is open.
Facts guided_facts(const SoundResults& results, const Facts& earlier, WallTime now);

}  // namespace deskready::audio
