// What is done with an open sound device: listening, and sending sounds through the loop from the speaker to
// the microphone. Blocks while sound flows; call from the thread that owns the device.
#pragma once

#include <functional>
#include <optional>

#include "probes/audio/worker/duplex.h"
#include "probes/audio/worker/messages.h"

namespace deskready::audio {

/// Throws away the first 0.7 s, which hold what the server had in its buffers, then listens for `seconds` and
/// plays nothing. Nothing when the device stopped to deliver.
std::optional<Listening> listen(Duplex& device, double seconds);

/// Plays short sounds, quietly first and louder only while too little comes back, and looks at what the
/// microphone heard of them: the delay first, then echo, band, channels, clocks and lost samples. `may_play`
/// is asked right before each playback; once it says no nothing more is played, and what was measured until
/// then is returned. Takes at most 5.2 s of sound. Nothing when the device stopped to deliver.
std::optional<Looping> loop(Duplex& device, const std::function<bool()>& may_play);

/// The longest that listen() and loop() together record, in seconds.
double longest_recording(double listening_seconds);

}  // namespace deskready::audio
