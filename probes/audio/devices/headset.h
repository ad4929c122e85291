// Which devices are the headset, and what kind it is. Pure: from the server's view to a choice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "probes/audio/devices/server.h"
#include "probes/detail.h"

namespace deskready::audio {

struct Headset {
  Device source;
  Device sink;
  std::string reason;      ///< how it was known: "form factor", "product name", ...
  bool certain = true;     ///< false: it may be something else, and no sound is played to it
  Detail doubt = {};       ///< why it is not certain
  bool in_socket = false;  ///< a plug in a card's socket
};

/// The headset, best evidence first: the server's form factor, one USB or Bluetooth thing whose name or maker
/// is a headset's, a headset in a sound socket; and what may be one. Of equals the computer's default wins.
/// Docks, webcams, speakerphones and what else has a microphone and a speaker are none.
std::optional<Headset> find_headset(const ServerView& view);

/// usb, bluetooth, jack, hdmi, built_in or virtual; nothing when the server does not tell.
std::optional<std::string_view> connection(const Device& device);

/// Whether there is no cable. A USB thing may be a radio dongle: nothing.
std::optional<bool> wireless(const Device& device);

/// Another program records from this source, or a call plays somewhere: no sound may be played now.
bool call_running(const ServerView& view, const Device& source);

/// The source that process `self` records from, as an index; nothing when it does not record.
std::optional<std::uint32_t> recorded_source(const ServerView& view, std::int64_t self);

/// The sink that process `self` plays to, as an index; nothing when it does not play.
std::optional<std::uint32_t> played_sink(const ServerView& view, std::int64_t self);

}  // namespace deskready::audio
