#include "probes/audio/program/worker.h"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "probes/audio/devices/headset.h"
#include "probes/audio/devices/server.h"
#include "probes/audio/guided/guided.h"
#include "probes/audio/guided/languages.h"
#include "probes/audio/program/parent.h"
#include "probes/audio/program/sound_libraries.h"
#include "probes/audio/worker/measure.h"
#include "probes/audio/worker/messages.h"
#include "probes/audio/worker/session.h"
#include "probes/audio/worker/stream.h"

namespace deskready::audio {
namespace {

using nlohmann::json;

constexpr double view_seconds = 2.5;

void say(const json& line) {
  tell_parent(json_text(line));
}

void say_phase(const char* name) {
  say({{message::phase, name}});
}

void say_trouble(SoundWork work, const char* cause, const Explanation& why) {
  say({{message::trouble, Trouble{work, cause, why}}});
}

bool may_play() {
  say({{message::ask, "play"}});
  return parent_says(std::chrono::seconds(2)) == "play";
}

/// "=answer", or "skip".
std::optional<std::string> ask_person(std::string_view step) {
  say({{message::ask, step}});
  const auto reply = parent_says(std::nullopt);
  if (!reply || !reply->starts_with('=')) return std::nullopt;
  return reply->substr(1);
}

bool device_name_is_hardware(const PaDeviceInfo& device) {
  return std::string_view(device.name).find("(hw:") != std::string_view::npos;
}

/// Without a server there is ALSA alone, or nothing.
int without_server() {
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
    say_trouble(SoundWork::devices, "no_device", Detail::no_sound_server_no_card);
  } else {
    say_trouble(SoundWork::devices, "unsupported", Detail::no_sound_server);
  }
  return 0;
}

Surroundings surroundings() {
  // Sound flows on while the server is asked, but nothing is said.
  const auto view = [] {
    say_phase("server");
    auto answer = view_server(view_seconds);
    say_phase("capture");
    return answer;
  };
  return {.view = view, .allowed = may_play, .say = say, .self = own_process()};
}

/// Opens the device that leads to the server; says the trouble when that fails.
std::unique_ptr<SoundStream> open_stream(const PortAudio& portaudio, bool with_output, double seconds) {
  if (portaudio.error() != paNoError) {
    say_trouble(SoundWork::listen, "failed", SystemText(Pa_GetErrorText(portaudio.error())));
    return nullptr;
  }
  const PaDeviceIndex device = server_device();
  if (device == paNoDevice) {
    say_trouble(SoundWork::listen, "failed", Detail::no_way_to_sound_server);
    return nullptr;
  }
  say_phase("open");
  auto stream = SoundStream::open(device, with_output, seconds, [](std::size_t count) {
    say({{message::beat, count}});
  });
  if (!stream) {
    say_trouble(SoundWork::listen, "failed",
                {Detail::device_not_opened, {{"system", SystemText(stream.error())}}});
    return nullptr;
  }
  if (!(*stream)->wait(1)) {
    say_trouble(SoundWork::listen, "failed", Detail::device_delivered_nothing);
    return nullptr;
  }
  say_phase("capture");
  return std::move(*stream);
}

/// Whether to open the speaker too; says why not.
bool output_wanted(const SoundRequest& request, const ServerView& view, const Devices& devices) {
  if (request.work != SoundWork::loop) return false;
  const auto why = why_not_play(view, devices);
  if (why) say({{message::trouble, *why}});
  return !why;
}

/// An open device that says so when it is closed: closing may hang on a stuck server.
class ClosingStream : public Duplex {
 public:
  explicit ClosingStream(std::unique_ptr<SoundStream> stream) : stream_(std::move(stream)) {}
  ~ClosingStream() override {
    say_phase("stop");
    stream_.reset();
    say_phase("asking");
  }
  double rate() const override { return stream_->rate(); }
  bool with_output() const override { return stream_->with_output(); }
  std::span<const float> recorded(std::size_t channel) const override { return stream_->recorded(channel); }
  bool wait(std::size_t count) override { return stream_->wait(count); }
  void play(std::span<const float> left, std::span<const float> right) override {
    stream_->play(left, right);
  }
  std::int64_t started() const override { return stream_->started(); }
  double elapsed() const override { return stream_->elapsed(); }

 private:
  std::unique_ptr<SoundStream> stream_;
};

void guided_work(const GuidedRequest& request, const Devices& devices) {
  route_to(devices);
  say_phase("init");
  const PortAudio portaudio;
  say_phase("asking");
  run_guided(request, {.open = [&](bool with_output, double seconds) -> std::unique_ptr<Duplex> {
                         auto stream = open_stream(portaudio, with_output, seconds);
                         if (!stream) return nullptr;
                         return std::make_unique<ClosingStream>(std::move(stream));
                       },
                       .ask = ask_person,
                       .devices = devices,
                       .around = surroundings(),
                       .voice = language_for(request.language).digits});
}

void work(const SoundRequest& request, const ServerView& view) {
  const Devices devices = choose_devices(view);
  if (request.work == SoundWork::devices) return;
  if (devices.source.name.empty()) {
    const bool none = view.sources.empty();
    return say_trouble(SoundWork::listen, none ? "no_device" : "condition", devices.no_source);
  }
  if (request.work == SoundWork::guided) return guided_work(request.guided, devices);
  const bool with_output = output_wanted(request, view, devices);
  route_to(devices);
  say_phase("init");
  const PortAudio portaudio;
  auto stream = open_stream(portaudio, with_output, longest_recording(request.seconds));
  if (!stream) return;
  run_session(request, devices, *stream, surroundings());
  say_phase("stop");
}

}  // namespace

int run_sound_worker(const std::string& request_json) {
  confine_process();
  const auto parsed = read_json(request_json);
  if (!parsed) return 2;  // only the agent starts a worker, and it asks in JSON
  SoundRequest request;
  try {
    request = parsed->get<SoundRequest>();
  } catch (const nlohmann::json::exception& error) {
    say_trouble(SoundWork::devices, "failed", SystemText(error.what()));
    return 2;
  }
  silence_libraries();
  say_phase("server");
  const auto view = view_server(view_seconds);
  if (view) {
    say({{message::server, *view}});
    work(request, *view);
  } else if (view.error().fault == ServerFault::none_there) {
    without_server();
  } else {
    say_trouble(SoundWork::devices,
                view.error().fault == ServerFault::stuck ? "sound_server_stuck" : "failed", view.error().why);
  }
  say_phase("end");
  return 0;
}

}  // namespace deskready::audio
