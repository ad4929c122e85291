// Echo cancellers, effects and noise suppression stand in front of a device; these find what is behind. Pure.
#pragma once

#include "probes/audio/devices/server.h"

namespace deskready::audio {

/// A device that the server or an effect made up.
bool is_made_up(const Device& device);

/// The default microphone (`input`) or speaker, followed through filters to the device behind. Null when the
/// server names none that is listed, or when it does not tell what is behind: `told` is then false for the
/// latter and true for the former.
struct Behind {
  const Device* device = nullptr;
  bool told = true;
};
Behind behind_default(const ServerView& view, bool input);

}  // namespace deskready::audio
