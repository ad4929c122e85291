// A headset that is there and whose microphone is not in use: Bluetooth in the music profile, a USB card
// switched to playing alone, a socket of which another port records. Pure.
#pragma once

#include <optional>

#include "probes/audio/devices/server.h"
#include "probes/detail.h"

namespace deskready::audio {

struct UnheardHeadset {
  Device sink;          ///< with the card's own words where no sink is there
  Explanation why;      ///< what is wrong, and what to switch
  bool certain = true;  ///< false: it may be headphones that have no microphone
};

/// Whether a Bluetooth device's profile is for music alone. The server may list a microphone nevertheless,
/// from which nothing comes.
bool plays_music_alone(const Device& device);

/// The first such headset, a certain one before others. To be asked where no headset with a microphone was
/// found.
std::optional<UnheardHeadset> find_unheard(const ServerView& view);

}  // namespace deskready::audio
