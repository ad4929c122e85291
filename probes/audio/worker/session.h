// One measurement with an open device: what is measured in which order, proof of the device before, during
// and after, and the person's calls first. Knows the device only through its seam.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <tl/expected.hpp>

#include "probes/audio/devices/headset.h"
#include "probes/audio/devices/server.h"
#include "probes/audio/worker/duplex.h"
#include "probes/audio/worker/messages.h"

namespace deskready::audio {

/// What is to be measured: the headset, else the computer's microphone. Without a microphone the source has
/// no name. Where a headset is there and its microphone is not in use, no other stands for it.
struct Devices {
  Device source;
  std::optional<Headset> headset;
  Explanation no_source = Detail::no_microphone;  ///< why `source` has no name
};
Devices choose_devices(const ServerView& view);

/// The sound server and the client, as a session asks them.
struct Surroundings {
  std::function<tl::expected<ServerView, ServerError>()> view;
  std::function<bool()> allowed;                   ///< the client's word, asked right before each playback
  std::function<void(const nlohmann::json&)> say;  ///< tells the client
  std::int64_t self = 0;  ///< process id that the server knows the device's streams by
};

/// Nothing when sound may be played to these devices, else why not.
std::optional<Trouble> why_not_play(const ServerView& view, const Devices& devices);

/// Nothing while process `self` records from, and if `with_output` plays to, these devices; else what
/// happened: the device vanished, the stream was moved, or it never was where it should be.
std::optional<Trouble> why_not_proven(const ServerView& view, const Devices& devices, bool with_output,
                                      std::int64_t self);

/// Listens and, where `request` and the device allow it, loops, and says what came of it. Figures are said
/// only once the device is proven to have been the right one until their end.
void run_session(const SoundRequest& request, const Devices& devices, Duplex& device,
                 const Surroundings& around);

/// Whether a sound may be played now: the device is proven, no call runs, and the client agrees. Says why
/// not.
bool may_play_now(const Devices& devices, const Duplex& device, const Surroundings& around);

/// Looks at the server and says the trouble, as one of `work`, when the device is not the right one any more.
bool proven(SoundWork work, const Devices& devices, bool with_output, const Surroundings& around);

}  // namespace deskready::audio
