// The probe for everything about sound: one run of the worker answers all of it.
#pragma once

#include "probes/probe.h"

namespace deskready::audio {

Cost sound_cost(std::span<const Question> questions, Depth depth);
double usual_sound_seconds(std::span<const Question> questions, Depth depth);
Facts measure_sound(Context& context);

}  // namespace deskready::audio
