#include "probes/audio/devices/unheard.h"

#include <algorithm>
#include <string>
#include <utility>

#include "probes/audio/devices/sockets.h"
#include "probes/audio/devices/thing.h"

namespace deskready::audio {
namespace {

/// What plays through this card; the card's own words fill what the sink does not tell.
Device sink_of(const ServerView& view, const SoundCard& card) {
  const auto found = std::find_if(view.sinks.begin(), view.sinks.end(),
                                  [&](const Device& sink) { return sink.card == card.index; });
  Device sink = found == view.sinks.end() ? Device{} : *found;
  const auto fill = [](std::string& into, const std::string& from) {
    if (into.empty()) into = from;
  };
  fill(sink.card, card.index);
  fill(sink.bus, card.bus);
  fill(sink.form_factor, card.form_factor);
  fill(sink.product, card.product);
  fill(sink.description, card.description);
  fill(sink.profile, card.profile);
  return sink;
}

bool records(const ServerView& view, const SoundCard& card) {
  return std::any_of(view.sources.begin(), view.sources.end(), [&](const Device& source) {
    return source.card == card.index && !plays_music_alone(source);
  });
}

/// What its form or one of its profiles proves. Headphones by Bluetooth may have lost the profile for calls
/// until they are connected anew.
bool has_microphone(const SoundCard& card, const Device& sink) {
  return card.can_record.value_or(false) || sink.form_factor == "headset";
}

std::optional<UnheardHeadset> in_socket_of(const SoundCard& card, const Device& sink) {
  if (sink.bus == "bluetooth") return std::nullopt;
  const InSocket found = in_socket(card);
  if (found == InSocket::nothing) return std::nullopt;
  const bool certain = found == InSocket::headset;
  return UnheardHeadset{sink, certain ? Detail::headset_port_unused : Detail::socket_untold, certain};
}

std::optional<UnheardHeadset> of_card(const ServerView& view, const SoundCard& card) {
  Device sink = sink_of(view, card);
  if (auto found = in_socket_of(card, sink)) return found;
  const bool bluetooth = sink.bus == "bluetooth";
  if ((!bluetooth && sink.bus != "usb") || records(view, card)) return std::nullopt;
  const bool certain = has_microphone(card, sink);
  if (!certain && !bluetooth) return std::nullopt;
  if (thing_of(sink).kind != ThingKind::headset) return std::nullopt;
  Explanation why{Detail::headset_without_microphone, {{"profile", Term(sink.profile)}}};
  return UnheardHeadset{std::move(sink), std::move(why), certain};
}

}  // namespace

bool plays_music_alone(const Device& device) {
  const bool bluetooth = device.bus == "bluetooth" || device.api.starts_with("bluez");
  return bluetooth && (device.profile.starts_with("a2dp") || device.profile == "bap-sink");
}

std::optional<UnheardHeadset> find_unheard(const ServerView& view) {
  std::optional<UnheardHeadset> best;
  for (const SoundCard& card : view.cards) {
    auto found = of_card(view, card);
    if (found && (!best || (found->certain && !best->certain))) best = std::move(found);
  }
  return best;
}

}  // namespace deskready::audio
