// What the sound server says about devices and streams. Read only: volume, mute and defaults stay as they
// are.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "probes/audio/devices/optional_json.h"
#include "probes/detail.h"
#include "probes/machine/calls.h"

namespace deskready {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SoundUse, records, own, inside_server, paused, meter, role)
}  // namespace deskready

namespace deskready::audio {

/// A source (microphone) or sink (speaker); monitors are left out.
struct Device {
  std::uint32_t index = 0;
  std::string name;         ///< the server's own, as in `pactl list`
  std::string description;  ///< for people
  std::string product;      ///< device.product.name, else empty
  std::string bus;          ///< usb, pci, bluetooth; empty when not told
  std::string form_factor;  ///< headset, headphone, internal, webcam ...; empty when not told
  std::string api;          ///< alsa, bluez5
  std::string card;         ///< same for the microphone and the speaker of one thing; empty when not told
  std::string port;         ///< active port: analog-input-headset-mic, hdmi-output-0, [In] Headset
  std::string
      port_type;  ///< of the active port, as PulseAudio calls it: headset, headphones, mic; else empty
  bool unplugged = false;  ///< the active port says that nothing is in the socket
  bool plugged = false;    ///< the active port says that something is in the socket
  bool muted = false;
  bool zero_volume = false;      ///< turned down to nothing, which is as good as muted
  std::optional<double> volume;  ///< dB, as set in software, the loudest channel; absent at zero volume
  std::string alsa_card;         ///< number of ALSA's card; empty when there is none
  std::uint16_t vendor_id = 0;   ///< USB; 0: not told
  std::uint16_t product_id = 0;
  std::uint32_t rate = 0;  ///< Hz that the server runs it with
  std::string profile;     ///< the card's active profile: "headset-head-unit"
  std::string codec;       ///< Bluetooth: "msbc", "cvsd"; empty when there is none
  std::string master;      ///< name of the device that this one stands in front of, as an echo canceller does
  std::string group;       ///< PipeWire's link group, which a filter's own streams share; else empty
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Device, index, name, description, product, bus, form_factor,
                                                api, card, port, port_type, unplugged, plugged, muted,
                                                zero_volume, volume, alsa_card, vendor_id, product_id, rate,
                                                profile, codec, master, group)

/// A socket or a part of a card that sound can go through, in use or not.
struct Port {
  std::string name = {};
  std::string type = {};  ///< as Device::port_type
  bool input = false;
  bool unplugged = false;
  bool plugged = false;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Port, name, type, input, unplugged, plugged)

/// One thing with sound, whatever of it is in use; its devices name it as their card.
struct SoundCard {
  std::string index = {};
  std::string description = {};  ///< for people; of a Bluetooth thing it may be a name that the person gave
  std::string product = {};
  std::string bus = {};
  std::string form_factor = {};
  std::string profile = {};             ///< the active one
  std::optional<bool> can_record = {};  ///< some profile that it offers has a microphone; absent: not told
  std::vector<Port> ports = {};
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SoundCard, index, description, product, bus, form_factor,
                                                profile, can_record, ports)

/// A program that records from or plays to a device.
struct Stream {
  std::uint32_t device = 0;  ///< index of the source or sink
  std::int64_t process = 0;  ///< 0: not told, as for loops inside the server
  SoundUse use = {};
  std::string group = {};  ///< PipeWire's link group, where a filter owns the stream; else empty
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Stream, device, process, use, group)

/// At most `most_listed` of each kind are kept, the defaults and calls always.
struct ServerView {
  std::string server = {};  ///< "PulseAudio (on PipeWire 0.3.65)"
  std::string default_source = {};
  std::string default_sink = {};
  std::vector<SoundCard> cards;
  std::vector<Device> sources;
  std::vector<Device> sinks;
  std::uint64_t more_sources = 0;  ///< how many were not kept
  std::uint64_t more_sinks = 0;
  std::vector<Stream> recordings;
  std::vector<Stream> playbacks;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ServerView, server, default_source, default_sink, cards,
                                                sources, sinks, more_sources, more_sinks, recordings,
                                                playbacks)

/// More devices than any desk has; what a server lists beyond is counted only.
inline constexpr std::size_t most_listed = 200;

enum class ServerFault : std::uint8_t {
  none_there,  ///< nobody listens on the server's socket
  stuck,       ///< it took the connection, or a question, and did not answer in time
  refused,     ///< it answered with an error
};

struct ServerError {
  ServerFault fault = ServerFault::refused;
  Explanation why;
};

/// Connects to the person's sound server, never starting one, and lists everything. Takes at most
/// `timeout_seconds`. Runs its own main loop; callable from any one thread at a time.
tl::expected<ServerView, ServerError> view_server(double timeout_seconds);

}  // namespace deskready::audio
