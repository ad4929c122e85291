// Follows org.freedesktop.NetworkManager's `Metered` on the system bus by its signals.
#include "agent/machine/metered_watch.h"

#include <utility>

#include "agent/machine/linux/bus_on_loop.h"

namespace deskready {
namespace {

constexpr const char* manager = "org.freedesktop.NetworkManager";
constexpr const char* manager_path = "/org/freedesktop/NetworkManager";
// NMMetered
constexpr std::uint32_t metered_yes = 1;
constexpr std::uint32_t metered_guess_yes = 3;

}  // namespace

struct MeteredWatch::Impl {
  Impl(boost::asio::io_context& loop, std::function<void()> on_change)
      : changed(std::move(on_change)),
        connection(std::make_shared<BusOnLoop>(loop, [this] { become(false); })) {}  // nobody tells any more

  void open() {
    sd_bus* opened = nullptr;
    if (sd_bus_open_system(&opened) < 0) return;
    connection->take(opened);
    if (connection->bus() == nullptr) return;
    // Without these nobody would notice a change, but the first answer still holds.
    sd_bus_match_signal_async(opened, nullptr, manager, manager_path, "org.freedesktop.DBus.Properties",
                              "PropertiesChanged", on_signal, nullptr, this);
    sd_bus_add_match_async(opened, nullptr,
                           "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',"
                           "arg0='org.freedesktop.NetworkManager'",
                           on_signal, nullptr, this);
    ask();
    connection->serve();
  }

  void ask() {
    sd_bus* bus = connection->bus();
    sd_bus_message* raw = nullptr;
    if (sd_bus_message_new_method_call(bus, &raw, manager, manager_path, "org.freedesktop.DBus.Properties",
                                       "Get") < 0) {
      return;
    }
    const BusMessage question(raw);
    // A NetworkManager that the owner has stopped stays stopped.
    sd_bus_message_set_auto_start(raw, 0);
    if (sd_bus_message_append(raw, "ss", manager, "Metered") >= 0) {
      sd_bus_call_async(bus, nullptr, raw, on_answer, this, 0);
    }
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
  const std::shared_ptr<BusOnLoop> connection;
  bool metered = false;
};

MeteredWatch::MeteredWatch(boost::asio::io_context& loop, std::function<void()> changed)
    : impl_(std::make_shared<Impl>(loop, std::move(changed))) {
  impl_->open();
}

MeteredWatch::~MeteredWatch() {
  impl_->connection->close();
}

bool MeteredWatch::metered() const {
  return impl_->metered;
}

}  // namespace deskready
