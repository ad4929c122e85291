#include "probes/audio/devices/headset.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "config/base/text.h"

namespace deskready::audio {
namespace {

bool contains(std::string_view text, std::string_view word) {
  return lower(text).find(word) != std::string::npos;
}

bool one_thing(const Device& source, const Device& sink) {
  if (!source.card.empty() || !sink.card.empty()) return source.card == sink.card;
  return !source.product.empty() && source.product == sink.product;
}

bool other_kind(const Device& device) {
  static constexpr std::array<std::string_view, 8> kinds = {"webcam", "speaker", "internal",   "tv",
                                                            "hifi",   "car",     "microphone", "computer"};
  return std::find(kinds.begin(), kinds.end(), device.form_factor) != kinds.end();
}

bool of_bus(const Device& device, std::string_view bus) {
  return device.bus == bus;
}

bool headset_port(const Device& device) {
  return contains(device.port, "headset") || contains(device.port, "headphone");
}

struct Evidence {
  int strength = 0;  ///< 0: no headset
  const char* reason = "";
};

Evidence judge(const Device& source, const Device& sink) {
  if (source.unplugged || sink.unplugged) return {};
  const bool together = one_thing(source, sink);
  const bool said = source.form_factor == "headset" || sink.form_factor == "headset";
  // Devices that the server made up have no card.
  const bool both_virtual = source.card.empty() && sink.card.empty();
  if (said && (together || both_virtual)) return {4, "form factor"};
  if (other_kind(source) || other_kind(sink) || !together) return {};
  if (of_bus(source, "bluetooth") && of_bus(sink, "bluetooth")) {
    return {3, "Bluetooth microphone and speaker in one"};
  }
  if (of_bus(source, "usb") && of_bus(sink, "usb")) return {3, "USB microphone and speaker in one"};
  if (headset_port(source) && headset_port(sink)) return {2, "headset in the sound socket"};
  if (contains(source.description, "headset") || contains(sink.description, "headset")) {
    return {1, "name only"};
  }
  return {};
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
  for (const Device& source : view.sources) {
    for (const Device& sink : view.sinks) {
      const Evidence evidence = judge(source, sink);
      if (evidence.strength == 0) continue;
      const int score = evidence.strength * 4 + (source.name == view.default_source ? 2 : 0) +
                        (sink.name == view.default_sink ? 1 : 0);
      if (score <= best_score) continue;
      best_score = score;
      best = Headset{source, sink, evidence.reason, evidence.strength > 1};
    }
  }
  return best;
}

std::optional<std::string_view> connection(const Device& device) {
  if (device.bus == "usb") return "usb";
  if (device.bus == "bluetooth" || device.api == "bluez5") return "bluetooth";
  if (contains(device.port, "hdmi") || contains(device.name, "hdmi")) return "hdmi";
  if (headset_port(device)) return "jack";
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
