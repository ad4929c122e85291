#include "probes/machine/linux/sound_use.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace deskready {
namespace {

/// By the program's name, and by the process group of a check that leads one.
bool is_own(const pa_proplist* properties) {
  if (property(properties, PA_PROP_APPLICATION_PROCESS_BINARY) == "deskready") return true;
  const auto process = static_cast<pid_t>(process_of(properties));
  if (process <= 0) return false;
  return process == getpid() || (getpgrp() == getpid() && getpgid(process) == getpgrp());
}

template <class Info>
SoundUse use_of(const Info& info, bool records) {
  SoundUse use;
  use.records = records;
  use.own = is_own(info.proplist);
  // Native clients of PipeWire may name no process and are programs all the same.
  use.inside_server = process_of(info.proplist) == 0 && info.owner_module != PA_INVALID_INDEX;
  use.paused = info.corked != 0;
  use.role = property(info.proplist, PA_PROP_MEDIA_ROLE);
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
  // PulseAudio tells it by the way of resampling; on PipeWire only the name that meters give themselves does.
  use.meter = text(recording.resample_method) == "peaks" || text(recording.name) == "Peak detect";
  return use;
}

SoundUse sound_use(const pa_sink_input_info& playback) {
  return use_of(playback, false);
}

}  // namespace deskready
