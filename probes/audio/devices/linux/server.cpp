#include "probes/audio/devices/server.h"

#include <pulse/pulseaudio.h>

#include <chrono>
#include <cstdlib>
#include <memory>

#include "probes/machine/linux/sound_use.h"

namespace deskready::audio {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

struct FreeLoop {
  void operator()(pa_mainloop* loop) const { pa_mainloop_free(loop); }
};
struct FreeConnection {
  void operator()(pa_context* connection) const {
    pa_context_disconnect(connection);
    pa_context_unref(connection);
  }
};
struct FreeOperation {
  void operator()(pa_operation* operation) const { pa_operation_unref(operation); }
};
using Operation = std::unique_ptr<pa_operation, FreeOperation>;

/// "0x046d" or "046d"; 0 when it is neither.
std::uint16_t usb_number(const std::string& digits) {
  const unsigned long value = std::strtoul(digits.c_str(), nullptr, 16);
  return value <= 0xffff ? static_cast<std::uint16_t>(value) : std::uint16_t{0};
}

/// Sources and sinks carry the same fields under different types.
template <class Info>
Device device_from(const Info& info) {
  Device device;
  device.index = info.index;
  device.name = info.name;
  device.description = info.description == nullptr ? "" : info.description;
  device.product = property(info.proplist, PA_PROP_DEVICE_PRODUCT_NAME);
  device.bus = property(info.proplist, PA_PROP_DEVICE_BUS);
  device.form_factor = property(info.proplist, PA_PROP_DEVICE_FORM_FACTOR);
  device.api = property(info.proplist, PA_PROP_DEVICE_API);
  if (info.card != PA_INVALID_INDEX) device.card = std::to_string(info.card);
  if (info.active_port != nullptr) {
    device.port = info.active_port->name;
    device.unplugged = info.active_port->available == PA_PORT_AVAILABLE_NO;
    device.plugged = info.active_port->available == PA_PORT_AVAILABLE_YES;
  }
  device.muted = info.mute != 0;
  const pa_volume_t volume = pa_cvolume_max(&info.volume);
  if (volume != PA_VOLUME_MUTED) device.volume = pa_sw_volume_to_dB(volume);
  device.alsa_card = property(info.proplist, "alsa.card");
  device.vendor_id = usb_number(property(info.proplist, PA_PROP_DEVICE_VENDOR_ID));
  device.product_id = usb_number(property(info.proplist, PA_PROP_DEVICE_PRODUCT_ID));
  device.rate = info.sample_spec.rate;
  for (const char* key : {"api.bluez5.codec", "bluetooth.codec"}) {
    if (device.codec.empty()) device.codec = property(info.proplist, key);
  }
  return device;
}

template <class Info>
Stream stream_from(const Info& info, std::uint32_t device) {
  Stream stream;
  stream.device = device;
  stream.process = process_of(info.proplist);
  stream.use = sound_use(info);
  return stream;
}

void on_server(pa_context*, const pa_server_info* info, void* user) {
  if (info == nullptr) return;
  auto& view = *static_cast<ServerView*>(user);
  const auto or_empty = [](const char* value) { return std::string(value == nullptr ? "" : value); };
  view.server = or_empty(info->server_name);
  view.default_source = or_empty(info->default_source_name);
  view.default_sink = or_empty(info->default_sink_name);
}

void on_source(pa_context*, const pa_source_info* info, int end, void* user) {
  if (end != 0 || info == nullptr || info->monitor_of_sink != PA_INVALID_INDEX) return;
  static_cast<ServerView*>(user)->sources.push_back(device_from(*info));
}

void on_sink(pa_context*, const pa_sink_info* info, int end, void* user) {
  // auto_null is the server's stand-in when there is no device at all.
  if (end != 0 || info == nullptr || std::string_view(info->name) == "auto_null") return;
  static_cast<ServerView*>(user)->sinks.push_back(device_from(*info));
}

void on_card(pa_context*, const pa_card_info* info, int end, void* user) {
  if (end != 0 || info == nullptr || info->active_profile2 == nullptr) return;
  auto& view = *static_cast<ServerView*>(user);
  const std::string card = std::to_string(info->index);
  for (auto* devices : {&view.sources, &view.sinks}) {
    for (Device& device : *devices) {
      if (device.card == card) device.profile = info->active_profile2->name;
    }
  }
}

void on_recording(pa_context*, const pa_source_output_info* info, int end, void* user) {
  if (end != 0 || info == nullptr) return;
  static_cast<ServerView*>(user)->recordings.push_back(stream_from(*info, info->source));
}

void on_playback(pa_context*, const pa_sink_input_info* info, int end, void* user) {
  if (end != 0 || info == nullptr) return;
  static_cast<ServerView*>(user)->playbacks.push_back(stream_from(*info, info->sink));
}

/// One connection with a deadline for all that is done through it.
class Connection {
 public:
  explicit Connection(double timeout_seconds)
      : loop_(pa_mainloop_new()),
        end_(std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::nanoseconds>(
                                                    std::chrono::duration<double>(timeout_seconds))) {
    if (loop_) context_.reset(pa_context_new(pa_mainloop_get_api(loop_.get()), "deskready"));
  }

  tl::expected<void, ServerError> connect() {
    if (!context_) return tl::unexpected(ServerError{ServerFault::refused, Detail::libpulse_failed});
    if (pa_context_connect(context_.get(), nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0) return none();
    while (true) {
      const auto state = pa_context_get_state(context_.get());
      if (state == PA_CONTEXT_READY) return {};
      if (!PA_CONTEXT_IS_GOOD(state)) return none();
      if (!turn()) return stuck(Detail::sound_server_unfinished);
    }
  }

  tl::expected<void, ServerError> wait(pa_operation* started) {
    if (started == nullptr) return none();
    const Operation operation(started);
    while (pa_operation_get_state(operation.get()) == PA_OPERATION_RUNNING) {
      if (!turn()) return stuck(Detail::sound_server_no_answer);
    }
    if (pa_operation_get_state(operation.get()) == PA_OPERATION_DONE) return {};
    return none();
  }

  pa_context* get() { return context_.get(); }

 private:
  /// Handles what comes next; false when the time is up.
  bool turn() {
    const auto left = end_ - std::chrono::steady_clock::now();
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(left).count();
    if (micros <= 0) return false;
    return pa_mainloop_prepare(loop_.get(), static_cast<int>(micros)) >= 0 &&
           pa_mainloop_poll(loop_.get()) >= 0 && pa_mainloop_dispatch(loop_.get()) >= 0;
  }

  tl::unexpected<ServerError> none() {
    const int error = pa_context_errno(context_.get());
    const bool nobody = error == PA_ERR_CONNECTIONREFUSED || error == PA_ERR_INVALIDSERVER;
    // pipewire-pulse passes on malformed properties, and libpulse ends the connection over them.
    const Explanation why = error == PA_ERR_PROTOCOL ? Explanation(Detail::device_name_malformed)
                                                     : SystemText(pa_strerror(error));
    return tl::unexpected(ServerError{nobody ? ServerFault::none_there : ServerFault::refused, why});
  }

  static tl::unexpected<ServerError> stuck(Detail why) {
    return tl::unexpected(ServerError{ServerFault::stuck, why});
  }

  std::unique_ptr<pa_mainloop, FreeLoop> loop_;
  std::unique_ptr<pa_context, FreeConnection> context_;
  SteadyTime end_;
};

}  // namespace

tl::expected<ServerView, ServerError> view_server(double timeout_seconds) {
  Connection connection(timeout_seconds);
  if (auto ready = connection.connect(); !ready) return tl::unexpected(ready.error());
  ServerView view;
  const auto ask = [&](auto start, auto callback) {
    return connection.wait(start(connection.get(), callback, &view));
  };
  tl::expected<void, ServerError> done = ask(pa_context_get_server_info, on_server);
  if (done) done = ask(pa_context_get_source_info_list, on_source);
  if (done) done = ask(pa_context_get_sink_info_list, on_sink);
  if (done) done = ask(pa_context_get_card_info_list, on_card);
  if (done) done = ask(pa_context_get_source_output_info_list, on_recording);
  if (done) done = ask(pa_context_get_sink_input_info_list, on_playback);
  if (!done) return tl::unexpected(done.error());
  return view;
}

}  // namespace deskready::audio
