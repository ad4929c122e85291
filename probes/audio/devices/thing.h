// What kind of thing a sound device is, by what the server and its maker call it. Pure; a heuristic.
#pragma once

#include <cstdint>
#include <string_view>

#include "probes/audio/devices/server.h"

namespace deskready::audio {

enum class ThingKind : std::uint8_t {
  unknown,  ///< nothing tells
  headset,
  other,  ///< a dock, speakerphone, conference bar, webcam, capture card, monitor, microphone or interface
};

struct Thing {
  ThingKind kind = ThingKind::unknown;
  std::string_view reason;  ///< "form factor", "product name"; empty when nothing tells
};

/// By the form factor, the product's words and the maker's USB number. What two of them contradict each other
/// about is unknown. A card in the computer is `other`: what hangs in its sockets, its ports tell.
Thing thing_of(const Device& device);

/// The same by names alone, as a list of sound cards has them; `vendor_id` 0 is none.
Thing thing_named(std::string_view names, std::uint16_t vendor_id);

}  // namespace deskready::audio
