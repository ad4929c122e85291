#include "probes/audio/devices/server.h"

#include <pulse/pulseaudio.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <utility>

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

/// PulseAudio's names for types of ports; of those that say nothing here, none.
std::string port_type(int type) {
  switch (type) {
    case PA_DEVICE_PORT_TYPE_SPEAKER:
      return "speaker";
    case PA_DEVICE_PORT_TYPE_HEADPHONES:
      return "headphones";
    case PA_DEVICE_PORT_TYPE_LINE:
      return "line";
    case PA_DEVICE_PORT_TYPE_MIC:
      return "mic";
    case PA_DEVICE_PORT_TYPE_HEADSET:
      return "headset";
    case PA_DEVICE_PORT_TYPE_HDMI:
      return "hdmi";
    default:
      return {};
  }
}

/// What a device that stands in front of another says of it.
template <class Info>
void add_what_is_behind(const Info& info, Device& device) {
  device.master = property(info.proplist, "device.master_device");
  device.group = property(info.proplist, "node.link-group");
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
    device.port_type = port_type(static_cast<int>(info.active_port->type));
    device.unplugged = info.active_port->available == PA_PORT_AVAILABLE_NO;
    device.plugged = info.active_port->available == PA_PORT_AVAILABLE_YES;
  }
  device.muted = info.mute != 0;
  const pa_volume_t volume = pa_cvolume_max(&info.volume);
  device.zero_volume = info.volume.channels > 0 && volume == PA_VOLUME_MUTED;
  if (volume != PA_VOLUME_MUTED) device.volume = pa_sw_volume_to_dB(volume);
  device.alsa_card = property(info.proplist, "alsa.card");
  device.vendor_id = usb_number(property(info.proplist, PA_PROP_DEVICE_VENDOR_ID));
  device.product_id = usb_number(property(info.proplist, PA_PROP_DEVICE_PRODUCT_ID));
  device.rate = info.sample_spec.rate;
  for (const char* key : {"api.bluez5.codec", "bluetooth.codec"}) {
    if (device.codec.empty()) device.codec = property(info.proplist, key);
  }
  add_what_is_behind(info, device);
  return device;
}

template <class Info>
Stream stream_from(const Info& info, std::uint32_t device) {
  Stream stream;
  stream.device = device;
  stream.process = process_of(info.proplist);
  stream.use = sound_use(info);
  stream.group = property(info.proplist, "node.link-group");
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

/// Keeps what there is room for, and the default in any case.
void keep(Device device, const std::string& preferred, std::vector<Device>& devices, std::uint64_t& more) {
  if (devices.size() < most_listed || device.name == preferred) {
    devices.push_back(std::move(device));
  } else {
    ++more;
  }
}

void on_source(pa_context*, const pa_source_info* info, int end, void* user) {
  if (end != 0 || info == nullptr || info->monitor_of_sink != PA_INVALID_INDEX) return;
  auto& view = *static_cast<ServerView*>(user);
  keep(device_from(*info), view.default_source, view.sources, view.more_sources);
}

void on_sink(pa_context*, const pa_sink_info* info, int end, void* user) {
  // auto_null is the server's stand-in when there is no device at all.
  if (end != 0 || info == nullptr || std::string_view(info->name) == "auto_null") return;
  auto& view = *static_cast<ServerView*>(user);
  keep(device_from(*info), view.default_sink, view.sinks, view.more_sinks);
}

constexpr std::uint32_t most_ports = 24;

SoundCard card_from(const pa_card_info& info) {
  SoundCard card;
  card.index = std::to_string(info.index);
  card.description = property(info.proplist, PA_PROP_DEVICE_DESCRIPTION);
  card.product = property(info.proplist, PA_PROP_DEVICE_PRODUCT_NAME);
  card.bus = property(info.proplist, PA_PROP_DEVICE_BUS);
  card.form_factor = property(info.proplist, PA_PROP_DEVICE_FORM_FACTOR);
  if (info.active_profile2 != nullptr) card.profile = info.active_profile2->name;
  // A server that tells of the active profile alone tells nothing of the others.
  const std::uint32_t profiles = info.profiles2 != nullptr && info.n_profiles > 1 ? info.n_profiles : 0;
  for (std::uint32_t i = 0; i < profiles; ++i) {
    const pa_card_profile_info2& profile = *info.profiles2[i];
    const bool records = profile.n_sources > 0 && profile.available != 0;
    card.can_record = card.can_record.value_or(false) || records;
  }
  for (std::uint32_t i = 0; i < info.n_ports && i < most_ports; ++i) {
    const pa_card_port_info& port = *info.ports[i];
    card.ports.push_back({.name = port.name == nullptr ? "" : port.name,
                          .type = port_type(static_cast<int>(port.type)),
                          .input = (port.direction & PA_DIRECTION_INPUT) != 0,
                          .unplugged = port.available == PA_PORT_AVAILABLE_NO,
                          .plugged = port.available == PA_PORT_AVAILABLE_YES});
  }
  return card;
}

void on_card(pa_context*, const pa_card_info* info, int end, void* user) {
  if (end != 0 || info == nullptr) return;
  auto& view = *static_cast<ServerView*>(user);
  const bool used = [&] {
    const std::string index = std::to_string(info->index);
    const auto of_it = [&](const Device& device) { return device.card == index; };
    return std::any_of(view.sources.begin(), view.sources.end(), of_it) ||
           std::any_of(view.sinks.begin(), view.sinks.end(), of_it);
  }();
  if (!used && view.cards.size() >= most_listed) return;
  SoundCard card = card_from(*info);
  for (auto* devices : {&view.sources, &view.sinks}) {
    for (Device& device : *devices) {
      if (device.card == card.index) device.profile = card.profile;
    }
  }
  view.cards.push_back(std::move(card));
}

/// Own streams and calls are kept in any case: more of them tell nothing new.
void keep(Stream stream, std::vector<Stream>& streams) {
  const bool telling = stream.use.own || is_call(stream.use);
  if (streams.size() < (telling ? 2 * most_listed : most_listed)) streams.push_back(std::move(stream));
}

void on_recording(pa_context*, const pa_source_output_info* info, int end, void* user) {
  if (end != 0 || info == nullptr) return;
  keep(stream_from(*info, info->source), static_cast<ServerView*>(user)->recordings);
}

void on_playback(pa_context*, const pa_sink_input_info* info, int end, void* user) {
  if (end != 0 || info == nullptr) return;
  keep(stream_from(*info, info->sink), static_cast<ServerView*>(user)->playbacks);
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
