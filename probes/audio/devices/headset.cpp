#include "probes/audio/devices/headset.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "config/base/text.h"
#include "probes/audio/devices/sockets.h"
#include "probes/audio/devices/thing.h"
#include "probes/audio/devices/unheard.h"

namespace deskready::audio {
namespace {

constexpr std::string_view form_factor = "form factor";

bool one_thing(const Device& source, const Device& sink) {
  if (!source.card.empty() || !sink.card.empty()) return source.card == sink.card;
  return !source.product.empty() && source.product == sink.product;
}

struct Evidence {
  int strength = 0;  ///< 0: no headset; 1: it may be one
  std::string_view reason;
  Detail doubt = {};
  bool in_socket = false;
};

bool weaker(const Evidence& one, const Evidence& other) {
  return one.strength < other.strength;
}

Evidence perhaps(std::string_view reason, Detail doubt) {
  return {1, reason, doubt};
}

/// One thing with a plug or a radio of its own.
Evidence judge_thing(const Thing& source, const Thing& sink) {
  if (source.kind == ThingKind::other || sink.kind == ThingKind::other) return {};
  for (const Thing& thing : {source, sink}) {
    if (thing.kind == ThingKind::headset) return {thing.reason == form_factor ? 4 : 3, thing.reason};
  }
  return perhaps("microphone and speaker", Detail::headset_or_not);
}

Evidence judge_socket(const Device& source, const Device& sink) {
  const InSocket found = in_socket(source, sink);
  if (found == InSocket::headset) return {2, "headset plugged", {}, true};
  if (found == InSocket::perhaps) return perhaps("headphones plugged", Detail::socket_untold);
  // The profile for sound studios hides sockets.
  if (source.profile == "pro-audio" && source.bus == "pci")
    return perhaps("sockets untold", Detail::socket_untold);
  if (contains(source.description, "headset") || contains(sink.description, "headset"))
    return perhaps("name only", Detail::headset_or_not);
  return {};
}

Evidence judge(const Device& source, const Thing& source_thing, const Device& sink, const Thing& sink_thing) {
  if (source.unplugged || sink.unplugged || plays_music_alone(source)) return {};
  // A telephone that uses the computer as its headset.
  if (contains(source.profile, "gateway")) return {};
  const bool together = one_thing(source, sink);
  const bool said = source_thing.reason == form_factor && source_thing.kind == ThingKind::headset;
  const bool sink_said = sink_thing.reason == form_factor && sink_thing.kind == ThingKind::headset;
  // Devices that the server made up have no card.
  const bool both_virtual = source.card.empty() && sink.card.empty();
  if ((said || sink_said) && (together || both_virtual)) return {4, form_factor};
  if (!together) return {};
  const auto both = [&](std::string_view bus) { return source.bus == bus && sink.bus == bus; };
  if (!both("bluetooth") && !both("usb")) return judge_socket(source, sink);
  const Evidence thing = judge_thing(source_thing, sink_thing);
  // A dock has a socket, too.
  return thing.strength > 1 || both("bluetooth") ? thing
                                                 : std::max(thing, judge_socket(source, sink), weaker);
}

std::vector<Thing> things_of(const std::vector<Device>& devices) {
  std::vector<Thing> things;
  things.reserve(devices.size());
  std::transform(devices.begin(), devices.end(), std::back_inserter(things), thing_of);
  return things;
}

std::optional<std::uint32_t> device_of(const std::vector<Stream>& streams, std::int64_t process) {
  const auto own = std::find_if(streams.begin(), streams.end(),
                                [&](const Stream& stream) { return stream.process == process; });
  if (own == streams.end()) return std::nullopt;
  return own->device;
}

}  // namespace

std::optional<Headset> find_headset(const ServerView& view) {
  std::optional<Headset> best;
  int best_score = 0;
  const auto source_things = things_of(view.sources);
  const auto sink_things = things_of(view.sinks);
  for (std::size_t i = 0; i < view.sources.size(); ++i) {
    for (std::size_t k = 0; k < view.sinks.size(); ++k) {
      const Device& source = view.sources[i];
      const Device& sink = view.sinks[k];
      const Evidence evidence = judge(source, source_things[i], sink, sink_things[k]);
      if (evidence.strength == 0) continue;
      // What is certain wins over what is in use; among certain ones the one in use wins.
      const int score = (evidence.strength > 1 ? 8 : 0) + (source.name == view.default_source ? 4 : 0) +
                        (sink.name == view.default_sink ? 2 : 0) + (evidence.strength > 3 ? 1 : 0);
      if (best && score <= best_score) continue;
      best_score = score;
      best = Headset{source,
                     sink,
                     std::string(evidence.reason),
                     evidence.strength > 1,
                     evidence.doubt,
                     evidence.in_socket};
    }
  }
  return best;
}

std::optional<std::string_view> connection(const Device& device) {
  if (device.bus == "usb") return "usb";
  if (device.bus == "bluetooth" || device.api == "bluez5") return "bluetooth";
  if (contains(device.port, "hdmi") || contains(device.name, "hdmi")) return "hdmi";
  if (is_headphones_port(device)) return "jack";
  if (device.bus == "pci" || device.form_factor == "internal") return "built_in";
  if (device.card.empty() && device.bus.empty()) return "virtual";
  return std::nullopt;
}

std::optional<bool> wireless(const Device& device) {
  const auto kind = connection(device);
  if (kind == "bluetooth") return true;
  if (kind == "jack" || kind == "built_in") return false;
  return std::nullopt;
}

bool call_running(const ServerView& view, const Device& source) {
  const auto is_on_it = [&](const Stream& stream) {
    return is_call(stream.use) && (!stream.use.records || stream.device == source.index);
  };
  return std::any_of(view.recordings.begin(), view.recordings.end(), is_on_it) ||
         std::any_of(view.playbacks.begin(), view.playbacks.end(), is_on_it);
}

std::optional<std::uint32_t> recorded_source(const ServerView& view, std::int64_t self) {
  return device_of(view.recordings, self);
}

std::optional<std::uint32_t> played_sink(const ServerView& view, std::int64_t self) {
  return device_of(view.playbacks, self);
}

}  // namespace deskready::audio
