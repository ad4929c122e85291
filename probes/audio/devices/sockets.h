// What ports tell of a headset in a sound socket. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "probes/audio/devices/server.h"

namespace deskready::audio {

/// Whether a word, given in lower case, stands in what a device or a port is called.
bool contains(std::string_view text, std::string_view word);

enum class InSocket : std::uint8_t {
  nothing,
  perhaps,  ///< headphones, or a headset of which the socket does not tell the microphone
  headset,
};

/// Of a microphone and a speaker of one card, by the ports that they use now.
InSocket in_socket(const Device& source, const Device& sink);

/// Of a whole card, whichever port is in use.
InSocket in_socket(const SoundCard& card);

/// Whether the port is a socket for headphones or a headset, by PulseAudio's type or its name.
bool is_headphones_port(const Device& device);

}  // namespace deskready::audio
