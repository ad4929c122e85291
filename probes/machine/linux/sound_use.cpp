#include "probes/machine/linux/sound_use.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "config/base/text.h"

namespace deskready {
namespace {

/// By the program's name, and by the process group of a check that leads one.
bool is_own(const pa_proplist* properties) {
  if (property(properties, PA_PROP_APPLICATION_PROCESS_BINARY) == "deskready") return true;
  const auto process = static_cast<pid_t>(process_of(properties));
  if (process <= 0) return false;
  return process == getpid() || (getpgrp() == getpid() && getpgid(process) == getpgrp());
}

bool is_set(const pa_proplist* properties, const char* key) {
  const std::string value = property(properties, key);
  return value == "true" || value == "1";
}

/// Settings and mixers, which record for the sake of a meter alone, by their id or their program.
bool is_volume_control(const pa_proplist* properties) {
  static constexpr auto controls = std::to_array<std::string_view>({"org.pulseaudio.pavucontrol",
                                                                    "pavucontrol",
                                                                    "pavucontrol-qt",
                                                                    "org.gnome.volumecontrol",
                                                                    "org.gnome.settings",
                                                                    "gnome-control-center",
                                                                    "gnome-control-c",
                                                                    "org.kde.plasmashell",
                                                                    "plasmashell",
                                                                    "org.kde.plasma-pa",
                                                                    "systemsettings",
                                                                    "kcmshell5",
                                                                    "kcmshell6",
                                                                    "kmix",
                                                                    "com.saivert.pwvucontrol",
                                                                    "pwvucontrol",
                                                                    "org.mate.volumecontrol",
                                                                    "mate-volume-control",
                                                                    "cinnamon",
                                                                    "cinnamon-settings",
                                                                    "io.elementary.switchboard",
                                                                    "io.elementary.settings",
                                                                    "cosmic-settings",
                                                                    "dde-control-center",
                                                                    "lxqt-panel"});
  const auto one_of = [](const std::string& name) {
    return std::find(controls.begin(), controls.end(), lower(name)) != controls.end();
  };
  return one_of(property(properties, PA_PROP_APPLICATION_ID)) ||
         one_of(property(properties, PA_PROP_APPLICATION_PROCESS_BINARY));
}

/// What only passes sound on: the server's own nodes, and effects that sit between programs and devices.
bool is_filter(const pa_proplist* properties) {
  const std::string program = property(properties, PA_PROP_APPLICATION_PROCESS_BINARY);
  for (const std::string_view server : {"pipewire", "pipewire-pulse", "wireplumber", "pulseaudio"}) {
    if (program == server) return true;
  }
  const std::string role = lower(property(properties, PA_PROP_MEDIA_ROLE));
  const std::string id = property(properties, PA_PROP_APPLICATION_ID);
  return role == "filter" || role == "dsp" || property(properties, "media.category") == "Filter" ||
         id.starts_with("com.github.wwmm.");
}

/// What it is for as PulseAudio calls it. Programs with WebRTC's or Zoom's engine name no role.
std::string role_of(const pa_proplist* properties) {
  const std::string role = lower(property(properties, PA_PROP_MEDIA_ROLE));
  const std::string name = property(properties, PA_PROP_APPLICATION_NAME);
  const bool engine = name.find("VoiceEngine") != std::string::npos;
  return engine || role == "communication" ? "phone" : role;
}

template <class Info>
SoundUse use_of(const Info& info, bool records) {
  SoundUse use;
  use.records = records;
  use.own = is_own(info.proplist);
  // Native clients of PipeWire may name no process and are programs all the same.
  use.inside_server =
      (process_of(info.proplist) == 0 && info.owner_module != PA_INVALID_INDEX) || is_filter(info.proplist);
  use.paused = info.corked != 0;
  use.role = role_of(info.proplist);
  return use;
}

std::string_view text(const char* value) {
  return value == nullptr ? std::string_view() : value;
}

}  // namespace

std::string property(const pa_proplist* properties, const char* key) {
  return std::string(text(pa_proplist_gets(properties, key)));
}

std::int64_t process_of(const pa_proplist* properties) {
  return std::strtoll(property(properties, PA_PROP_APPLICATION_PROCESS_ID).c_str(), nullptr, 10);
}

SoundUse sound_use(const pa_source_output_info& recording) {
  SoundUse use = use_of(recording, true);
  // PulseAudio tells it by the way of resampling, PipeWire by properties; no voice fits into a few values a
  // second.
  constexpr std::uint32_t slowest_sound = 1000;
  const pa_proplist* properties = recording.proplist;
  const bool slow = recording.sample_spec.rate > 0 && recording.sample_spec.rate < slowest_sound;
  use.meter = slow || text(recording.resample_method) == "peaks" ||
              lower(text(recording.name)) == "peak detect" || is_set(properties, "resample.peaks") ||
              is_set(properties, "stream.monitor") || is_set(properties, "stream.capture.sink") ||
              is_volume_control(properties);
  return use;
}

SoundUse sound_use(const pa_sink_input_info& playback) {
  return use_of(playback, false);
}

}  // namespace deskready
