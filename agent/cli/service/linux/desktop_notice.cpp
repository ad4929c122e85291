// By the desktop notifications specification, over the session's D-Bus.
#include "agent/cli/service/desktop_notice.h"

#include <fmt/format.h>
#include <systemd/sd-bus.h>

#include <cstring>
#include <memory>

#include "config/base/outward/outward.h"

namespace deskready {
namespace {

struct CloseBus {
  void operator()(sd_bus* bus) const { sd_bus_flush_close_unref(bus); }
};

}  // namespace

std::string show_on_desktop(const std::string& title, const std::string& text, bool critical) {
  sd_bus* raw = nullptr;
  const int opened = sd_bus_open_user(&raw);
  const std::unique_ptr<sd_bus, CloseBus> bus(raw);
  if (opened < 0) return fmt::format("there is no session bus: {}", strerror(-opened));
  sd_bus_error error = SD_BUS_ERROR_NULL;
  const int called = sd_bus_call_method(
      bus.get(), "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
      "org.freedesktop.Notifications", "Notify", &error, nullptr, "susssasa{sv}i", "deskready", 0u,
      critical ? "dialog-warning" : "dialog-information", for_terminal(title).c_str(),
      for_markup(text).c_str(), 0, 1, "urgency", "y", critical ? 2 : 1, -1);
  const std::string why = called < 0
                              ? fmt::format("the desktop shows no notifications: {}",
                                            error.message == nullptr ? strerror(-called) : error.message)
                              : "";
  sd_bus_error_free(&error);
  return why;
}

}  // namespace deskready
