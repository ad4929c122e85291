// Follows org.freedesktop.NetworkManager's `Metered` on the system bus by its signals.
#include "agent/machine/metered_watch.h"

#include <poll.h>
#include <systemd/sd-bus.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/system/error_code.hpp>
#include <utility>

namespace deskready {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;

constexpr const char* manager = "org.freedesktop.NetworkManager";
constexpr const char* manager_path = "/org/freedesktop/NetworkManager";
// NMMetered
constexpr std::uint32_t metered_yes = 1;
constexpr std::uint32_t metered_guess_yes = 3;

struct CloseBus {
  void operator()(sd_bus* bus) const { sd_bus_close_unref(bus); }
};

struct UnrefMessage {
  void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
};

}  // namespace

struct MeteredWatch::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& loop, std::function<void()> on_change)
      : changed(std::move(on_change)), descriptor(loop) {}

  void open() {
    sd_bus* opened = nullptr;
    if (sd_bus_open_system(&opened) < 0) return;
    bus.reset(opened);
    // Without these nobody would notice a change, but the first answer still holds.
    sd_bus_match_signal_async(bus.get(), nullptr, manager, manager_path, "org.freedesktop.DBus.Properties",
                              "PropertiesChanged", on_signal, nullptr, this);
    sd_bus_add_match_async(bus.get(), nullptr,
                           "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',"
                           "arg0='org.freedesktop.NetworkManager'",
                           on_signal, nullptr, this);
    ask();
    const int fd = sd_bus_get_fd(bus.get());
    if (fd < 0) return;
    descriptor.assign(fd);
    process();
  }

  void close() {
    if (descriptor.is_open()) descriptor.release();
    bus.reset();
  }

  void ask() {
    sd_bus_message* raw = nullptr;
    if (sd_bus_message_new_method_call(bus.get(), &raw, manager, manager_path,
                                       "org.freedesktop.DBus.Properties", "Get") < 0) {
      return;
    }
    const std::unique_ptr<sd_bus_message, UnrefMessage> question(raw);
    // A NetworkManager that the owner has stopped stays stopped.
    sd_bus_message_set_auto_start(raw, 0);
    if (sd_bus_message_append(raw, "ss", manager, "Metered") >= 0) {
      sd_bus_call_async(bus.get(), nullptr, raw, on_answer, this, 0);
    }
  }

  /// Work until there is none, then wait for the socket.
  void process() {
    int more = 1;
    while (more > 0) more = sd_bus_process(bus.get(), nullptr);
    if (more < 0) {
      close();
      return become(false);  // nobody tells any more
    }
    const int events = sd_bus_get_events(bus.get());
    if ((events & POLLOUT) != 0) wait_for(asio::posix::stream_descriptor::wait_write);
    wait_for(asio::posix::stream_descriptor::wait_read);
  }

  void wait_for(asio::posix::stream_descriptor::wait_type what) {
    bool& waiting = what == asio::posix::stream_descriptor::wait_read ? reads : writes;
    if (std::exchange(waiting, true)) return;
    descriptor.async_wait(what, [weak = weak_from_this(), what](Error error) {
      const auto self = weak.lock();
      if (!self) return;
      (what == asio::posix::stream_descriptor::wait_read ? self->reads : self->writes) = false;
      if (!error && self->bus) self->process();
    });
  }

  static int on_signal(sd_bus_message*, void* self, sd_bus_error*) {
    static_cast<Impl*>(self)->ask();
    return 0;
  }

  static int on_answer(sd_bus_message* answer, void* self, sd_bus_error*) {
    std::uint32_t value = 0;
    const bool known = sd_bus_message_is_method_error(answer, nullptr) == 0 &&
                       sd_bus_message_read(answer, "v", "u", &value) > 0;
    static_cast<Impl*>(self)->become(known && (value == metered_yes || value == metered_guess_yes));
    return 0;
  }

  void become(bool now) {
    if (std::exchange(metered, now) != now) changed();
  }

  const std::function<void()> changed;
  asio::posix::stream_descriptor descriptor;
  std::unique_ptr<sd_bus, CloseBus> bus;
  bool reads = false;
  bool writes = false;
  bool metered = false;
};

MeteredWatch::MeteredWatch(asio::io_context& loop, std::function<void()> changed)
    : impl_(std::make_shared<Impl>(loop, std::move(changed))) {
  impl_->open();
}

MeteredWatch::~MeteredWatch() {
  impl_->close();
}

bool MeteredWatch::metered() const {
  return impl_->metered;
}

}  // namespace deskready
