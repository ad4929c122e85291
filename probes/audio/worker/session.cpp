#include "probes/audio/worker/session.h"

#include <algorithm>
#include <utility>

#include "probes/audio/devices/unheard.h"
#include "probes/audio/worker/measure.h"

namespace deskready::audio {
namespace {

bool listed(const std::vector<Device>& devices, std::uint32_t index) {
  return std::any_of(devices.begin(), devices.end(),
                     [&](const Device& device) { return device.index == index; });
}

void say_trouble(const Surroundings& around, Trouble trouble, SoundWork work) {
  trouble.work = work;
  around.say({{message::trouble, trouble}});
}

void say_stalled(const Surroundings& around, SoundWork work) {
  say_trouble(around, {work, "sound_server_stuck", Detail::device_stopped}, work);
}

Trouble trouble_of(const ServerError& error) {
  return {SoundWork::listen, error.fault == ServerFault::refused ? "failed" : "sound_server_stuck",
          error.why};
}

}  // namespace

Devices choose_devices(const ServerView& view) {
  Devices devices{{}, find_headset(view), Detail::no_microphone};
  if (devices.headset && devices.headset->certain) {
    devices.source = devices.headset->source;
    return devices;
  }
  if (auto unheard = find_unheard(view)) {
    devices.headset.reset();
    devices.no_source = std::move(unheard->why);
    return devices;
  }
  for (const Device& source : view.sources) {
    if (devices.source.name.empty() || source.name == view.default_source) devices.source = source;
  }
  return devices;
}

std::optional<Trouble> why_not_play(const ServerView& view, const Devices& devices) {
  const auto because = [](const char* cause, Detail why) { return Trouble{SoundWork::loop, cause, why}; };
  if (!devices.headset) return because("no_device", Detail::no_headset_to_play_to);
  if (!devices.headset->certain) {
    return because("condition", Detail::headset_by_name_only);
  }
  if (call_running(view, devices.source)) return because("busy", Detail::headset_in_use);
  return std::nullopt;
}

std::optional<Trouble> why_not_proven(const ServerView& view, const Devices& devices, bool with_output,
                                      std::int64_t self) {
  const auto changed = [](Detail why) { return Trouble{SoundWork::listen, "device_changed", why}; };
  if (!listed(view.sources, devices.source.index)) return changed(Detail::microphone_vanished);
  const auto recorded = recorded_source(view, self);
  if (!recorded) return changed(Detail::recording_unknown_to_server);
  if (recorded != devices.source.index) {
    return changed(Detail::recording_elsewhere);
  }
  if (!with_output) return std::nullopt;
  if (!listed(view.sinks, devices.headset->sink.index)) return changed(Detail::speaker_vanished);
  const auto played = played_sink(view, self);
  if (!played) return changed(Detail::playback_unknown_to_server);
  if (played != devices.headset->sink.index) {
    return changed(Detail::playback_elsewhere);
  }
  return std::nullopt;
}

bool proven(SoundWork work, const Devices& devices, bool with_output, const Surroundings& around) {
  const auto view = around.view();
  const auto why = view ? why_not_proven(*view, devices, with_output, around.self) : trouble_of(view.error());
  if (why) say_trouble(around, *why, work);
  return !why;
}

bool may_play_now(const Devices& devices, const Duplex& device, const Surroundings& around) {
  const auto view = around.view();
  auto why =
      view ? why_not_proven(*view, devices, device.with_output(), around.self) : trouble_of(view.error());
  if (!why) why = why_not_play(*view, devices);
  if (why) say_trouble(around, *why, SoundWork::loop);
  return !why && around.allowed();
}

void run_session(const SoundRequest& request, const Devices& devices, Duplex& device,
                 const Surroundings& around) {
  const bool output = device.with_output();
  if (!proven(SoundWork::listen, devices, output, around)) return;
  const auto heard = listen(device, request.seconds);
  if (!heard) return say_stalled(around, SoundWork::listen);
  if (!proven(SoundWork::listen, devices, output, around)) return;
  around.say({{message::listened, *heard}});
  if (request.work != SoundWork::loop || !output) return;
  bool refused = false;
  const auto looped = loop(device, [&] {
    refused = refused || !may_play_now(devices, device, around);
    return !refused;
  });
  if (!looped) return say_stalled(around, SoundWork::loop);
  // A refusal in mid-course has said why; what was heard before is no whole measurement.
  if (refused || !proven(SoundWork::loop, devices, output, around)) return;
  around.say({{message::looped, *looped}});
}

}  // namespace deskready::audio
