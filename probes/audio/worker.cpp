#include "probes/audio/worker.h"

#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "probes/audio/headset.h"
#include "probes/audio/server.h"
#include "probes/audio/signal/chirp.h"
#include "probes/audio/signal/faults.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/sound_messages.h"
#include "probes/audio/stream.h"

namespace deskready::audio {
namespace {

using nlohmann::json;
using SteadyClock = std::chrono::steady_clock;

constexpr double view_seconds = 2.5;
// A stream's begin holds what the server had in its buffers.
constexpr double settle_seconds = 0.7;
constexpr double chirp_seconds = 0.25;
constexpr double echo_seconds = 0.6;
// Starts quiet and gets louder only while nothing comes back; nobody is to be startled.
constexpr std::array<double, 4> chirp_levels = {-40, -30, -20, -12};
constexpr std::size_t most_chirps = 6;
constexpr auto beat_every = std::chrono::milliseconds(100);

void say(const json& line) {
  const std::string text = line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data() + at, text.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) _exit(1);  // Nobody listens any more.
    at += static_cast<std::size_t>(written);
  }
}

void say_phase(const char* name) {
  say({{message::phase, name}});
}

void say_trouble(SoundWork work, const char* cause, const std::string& detail) {
  say({{message::trouble, Trouble{work, cause, detail}}});
}

void ignore_alsa(const char*, int, const char*, int, const char*, ...) {}
void ignore_jack(const char*) {}

/// Debian's PortAudio also asks ALSA's plugins and JACK, and both talk at length on stderr.
void silence_libraries() {
  snd_lib_error_set_handler(ignore_alsa);
  for (const char* name : {"jack_set_error_function", "jack_set_info_function"}) {
    using Set = void (*)(void (*)(const char*));
    if (auto set = reinterpret_cast<Set>(dlsym(RTLD_DEFAULT, name))) set(ignore_jack);
  }
  setenv("JACK_NO_START_SERVER", "1", 1);
}

void confine_process() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // No sound in a core file. 1 and not 0: 0 does not hold where cores are piped to a program (core(5)).
  const rlimit no_core{1, 1};
  setrlimit(RLIMIT_CORE, &no_core);
}

/// Waits for "play" on standard input.
bool may_play() {
  say({{message::ask, "play"}});
  pollfd input{STDIN_FILENO, POLLIN, 0};
  std::array<char, 16> reply{};
  if (::poll(&input, 1, 2000) <= 0) return false;
  return ::read(STDIN_FILENO, reply.data(), reply.size()) > 0 && std::memcmp(reply.data(), "play", 4) == 0;
}

/// Sleeps until `count` samples are recorded, telling of each progress. The client ends this process when
/// progress stays away.
void wait_for_samples(const SoundStream& stream, std::size_t count) {
  std::size_t last = 0;
  while (stream.recorded().size() < count && !stream.full()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const std::size_t now = stream.recorded().size();
    if (now < last + static_cast<std::size_t>(stream_rate / 10)) continue;
    last = now;
    say({{message::beat, now}});
  }
}

std::size_t frames(double seconds) {
  return static_cast<std::size_t>(seconds * stream_rate);
}

struct Devices {
  Device source;
  std::optional<Headset> headset;
};

/// Whether the stream is where it should be: PortAudio opens another device without a word when one is gone,
/// and the server moves streams. Says the trouble itself.
bool on_devices(const Devices& devices, bool with_output, SoundWork work) {
  const auto view = view_server(view_seconds);
  if (!view) {
    say_trouble(work, "sound_server_stuck", view.error().detail);
    return false;
  }
  const bool in = recorded_source(*view, getpid()) == devices.source.index;
  const bool out = !with_output || played_sink(*view, getpid()) == devices.headset->sink.index;
  if (in && out) return true;
  say_trouble(work, "device_changed", in ? "played to another device" : "recorded from another device");
  return false;
}

Listening figures(std::span<const float> heard, double lost) {
  Listening result;
  result.rate = stream_rate;
  result.seconds = static_cast<double>(heard.size()) / stream_rate;
  result.peak = peak(heard);
  result.clipping = clipping_share(heard);
  result.dc_offset = dc_offset(heard);
  result.zero_share = zero_share(heard);
  result.stuck = stuck(heard);
  result.gaps = gaps(heard, stream_rate);
  result.lost_seconds = lost;
  if (const auto floor = noise_floor(heard, stream_rate)) {
    result.noise_frames = floor->frames;
    result.noise = floor->level;
    result.noise_low = floor->low;
    result.noise_high = floor->high;
  }
  return result;
}

void listen(const SoundStream& stream, double seconds) {
  wait_for_samples(stream, frames(settle_seconds));
  const auto begin = SteadyClock::now();
  const std::size_t from = stream.recorded().size();
  wait_for_samples(stream, from + frames(seconds));
  const auto heard = stream.recorded().subspan(from);
  const double passed = std::chrono::duration<double>(SteadyClock::now() - begin).count();
  say({{message::listened, figures(heard.first(std::min(heard.size(), frames(seconds))),
                                   passed - static_cast<double>(heard.size()) / stream_rate)}});
}

/// Plays one chirp and looks for it; nothing when it was not played or not found.
std::optional<Echo> one_chirp(SoundStream& stream, std::span<const float> sound, double& largest) {
  stream.play(sound);
  wait_for_samples(stream, stream.recorded().size() + frames(0.05));
  const std::int64_t start = stream.started();
  if (start < 0) return std::nullopt;
  const auto from = static_cast<std::size_t>(start);
  const std::size_t length = sound.size() + frames(echo_seconds);
  wait_for_samples(stream, from + length);
  const auto all = stream.recorded();
  const auto heard = all.subspan(from, std::min(length, all.size() - from));
  largest = std::max(largest, peak(heard));
  const auto echo = find_echo(sound, heard, stream_rate);
  return echo && credible(*echo) ? echo : std::nullopt;
}

/// Two chirps at the same level must agree; until then louder ones are played.
void loop(SoundStream& stream) {
  Looping result;
  std::size_t step = 0;
  for (std::size_t i = 0; i < most_chirps && step < chirp_levels.size() && result.delays.size() < 2; ++i) {
    result.level = chirp_levels[step];
    const auto sound = chirp(stream_rate, chirp_seconds, std::pow(10, result.level / 20));
    const auto echo = one_chirp(stream, sound, result.peak);
    const bool agrees =
        echo && (result.delays.empty() || std::abs(result.delays.back() - echo->delay) < 0.005);
    if (!agrees) {
      result.delays.clear();
      ++step;
      continue;
    }
    result.delays.push_back(echo->delay);
    result.gain = echo->gain_db;
  }
  if (result.delays.size() < 2) result.delays.clear();
  say({{message::looped, result}});
}

bool device_name_is_hardware(const PaDeviceInfo& device) {
  return std::string_view(device.name).find("(hw:") != std::string_view::npos;
}

/// Without a server there is ALSA alone, or nothing.
int without_server(const std::string& detail) {
  say_phase("init");
  const PortAudio portaudio;
  BareDevices bare;
  for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) {
    const PaDeviceInfo& device = *Pa_GetDeviceInfo(i);
    if (!device_name_is_hardware(device)) continue;
    if (device.maxInputChannels > 0) ++bare.inputs;
    if (device.maxOutputChannels > 0) ++bare.outputs;
  }
  say({{message::bare, bare}});
  if (bare.inputs + bare.outputs == 0) {
    say_trouble(SoundWork::devices, "no_device", "no sound server (" + detail + ") and no sound card");
  } else {
    say_trouble(SoundWork::devices, "unsupported",
                "no sound server runs, and it alone tells what is a headset");
  }
  return 0;
}

Devices choose(const ServerView& view) {
  Devices devices{{}, find_headset(view)};
  if (devices.headset) {
    devices.source = devices.headset->source;
  } else {
    for (const Device& source : view.sources) {
      if (devices.source.name.empty() || source.name == view.default_source) devices.source = source;
    }
  }
  return devices;
}

/// Why nothing may be played to these devices; says so, and is false then.
bool playable(const ServerView& view, const Devices& devices) {
  if (!devices.headset) {
    say_trouble(SoundWork::loop, "no_device", "no headset was found, and sound is played to nothing else");
  } else if (!devices.headset->certain) {
    say_trouble(SoundWork::loop, "condition",
                "only its name says that it is a headset, so nothing was played to it");
  } else if (call_running(view, devices.source, getpid())) {
    say_trouble(SoundWork::loop, "busy", "another program is using the headset");
  } else {
    return true;
  }
  return false;
}

/// The ALSA plugin takes the server's default device unless libpulse's environment names another.
void route(const Devices& devices) {
  setenv("PULSE_SOURCE", devices.source.name.c_str(), 1);
  if (devices.headset) setenv("PULSE_SINK", devices.headset->sink.name.c_str(), 1);
  unsetenv("PULSE_LATENCY_MSEC");  // With it the plugin never calls back.
}

int work(const SoundRequest& request, const ServerView& view) {
  const Devices devices = choose(view);
  if (request.work == SoundWork::devices) return 0;
  if (devices.source.name.empty()) {
    say_trouble(SoundWork::listen, "no_device", "the computer has no microphone");
    return 0;
  }
  const bool with_output = request.work == SoundWork::loop && playable(view, devices);
  route(devices);
  say_phase("init");
  const PortAudio portaudio;
  if (portaudio.error() != paNoError) {
    say_trouble(SoundWork::listen, "failed", Pa_GetErrorText(portaudio.error()));
    return 0;
  }
  const PaDeviceIndex device = server_device();
  if (device == paNoDevice) {
    say_trouble(SoundWork::listen, "failed",
                "ALSA has no way to the sound server; install the package libasound2-plugins");
    return 0;
  }
  say_phase("open");
  const double longest = settle_seconds + request.seconds +
                         static_cast<double>(most_chirps) * (chirp_seconds + echo_seconds) + 2;
  auto stream = SoundStream::open(device, with_output, longest);
  if (!stream) {
    say_trouble(SoundWork::listen, "failed", stream.error());
    return 0;
  }
  while ((*stream)->recorded().empty()) std::this_thread::sleep_for(beat_every / 10);
  say_phase("capture");
  listen(**stream, request.seconds);
  if (on_devices(devices, with_output, SoundWork::listen) && with_output) {
    if (may_play()) {
      say_phase("play");
      loop(**stream);
      on_devices(devices, true, SoundWork::loop);
    }
  }
  say_phase("stop");
  stream->reset();
  return 0;
}

}  // namespace

int run_sound_worker(const std::string& request_json) {
  confine_process();
  const auto parsed = nlohmann::json::parse(request_json, nullptr, false);
  SoundRequest request;
  try {
    request = parsed.get<SoundRequest>();
  } catch (const nlohmann::json::exception& error) {
    say_trouble(SoundWork::devices, "failed", error.what());
    return 2;
  }
  silence_libraries();
  say_phase("server");
  const auto view = view_server(view_seconds);
  if (view) {
    say({{message::server, *view}});
    work(request, *view);
  } else if (view.error().fault == ServerFault::none_there) {
    without_server(view.error().detail);
  } else {
    say_trouble(SoundWork::devices,
                view.error().fault == ServerFault::stuck ? "sound_server_stuck" : "failed",
                view.error().detail);
  }
  say_phase("end");
  return 0;
}

}  // namespace deskready::audio
