// What PulseAudio's protocol says of a stream, for calls.h; PipeWire's server speaks it too.
#pragma once

#include <pulse/pulseaudio.h>

#include <cstdint>
#include <string>

#include "probes/machine/calls.h"

namespace deskready {

/// Empty where there is none.
std::string property(const pa_proplist* properties, const char* key);

/// The number of the process that owns a stream; 0 where it is not told.
std::int64_t process_of(const pa_proplist* properties);

SoundUse sound_use(const pa_source_output_info& recording);
SoundUse sound_use(const pa_sink_input_info& playback);

}  // namespace deskready
