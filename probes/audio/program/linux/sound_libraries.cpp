#include "probes/audio/program/sound_libraries.h"

#include <alsa/asoundlib.h>
#include <dlfcn.h>

#include <cstdlib>

namespace deskready::audio {
namespace {

void ignore_alsa(const char*, int, const char*, int, const char*, ...) {}
void ignore_jack(const char*) {}

}  // namespace

/// Debian's PortAudio also asks ALSA's plugins and JACK, and both talk at length on stderr.
void silence_libraries() {
  snd_lib_error_set_handler(ignore_alsa);
  for (const char* name : {"jack_set_error_function", "jack_set_info_function"}) {
    using Set = void (*)(void (*)(const char*));
    if (auto set = reinterpret_cast<Set>(dlsym(RTLD_DEFAULT, name))) set(ignore_jack);
  }
  setenv("JACK_NO_START_SERVER", "1", 1);
}

/// The ALSA plugin takes the server's default device unless libpulse's environment names another.
void route_to(const Devices& devices) {
  setenv("PULSE_SOURCE", devices.source.name.c_str(), 1);
  if (devices.headset) setenv("PULSE_SINK", devices.headset->sink.name.c_str(), 1);
  unsetenv("PULSE_LATENCY_MSEC");  // With it the plugin never calls back.
}

}  // namespace deskready::audio
