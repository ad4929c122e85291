#include "probes/system/hardware/usb.h"

#include <fmt/format.h>

#include "probes/machine/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/bus/usb/devices";

struct Ports {
  std::size_t told = 0;  ///< those of which the firmware says where they are
  std::size_t free = 0;
  bool unclear = false;  ///< one of them cannot be read
};

std::string last_part(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

/// Documentation/ABI/testing/sysfs-bus-usb: "hotplug" is a socket that a person can reach, "hardwired" holds
/// the laptop's own camera. A blue socket is a port of two hubs, which name each other as "peer".
void count_hub(const Context& context, const std::string& hub, Ports& ports) {
  for (const std::string& entry : list_folder(context.root, hub).value_or(std::vector<std::string>{})) {
    const std::string port = fmt::format("{}/{}", hub, entry);
    if (entry.find("-port") == std::string::npos) continue;
    const auto kind = read_line(context.root, port + "/connect_type");
    const bool known = kind == "hotplug" || kind == "hardwired" || kind == "not used" || kind == "unknown";
    ports.unclear = ports.unclear || !known;
    if (!known || *kind == "unknown") continue;
    ++ports.told;
    if (*kind != "hotplug") continue;
    const auto peer = read_link(context.root, port + "/peer");
    if (peer && last_part(*peer) < entry) continue;
    const bool taken =
        exists(context.root, port + "/device") || (peer && exists(context.root, port + "/peer/device"));
    if (!taken) ++ports.free;
  }
}

Facts measure(Context& context) {
  Facts facts;
  const auto devices = list_folder(context.root, folder);
  if (!devices) return answered(std::move(facts), context, Detail::no_usb);
  Ports ports;
  for (const std::string& device : *devices) {
    // Only hubs that are part of the computer: "2-0:1.0" is that of bus 2.
    if (device.ends_with("-0:1.0")) count_hub(context, fmt::format("{}/{}", folder, device), ports);
  }
  if (ports.told > 0 && !ports.unclear) {
    facts.add("system.usb.free_ports", inventory(context, static_cast<double>(ports.free), How::usb_ports));
  }
  return answered(std::move(facts), context, Detail::usb_sockets_untold);
}

}  // namespace

Probe usb_probe() {
  return reading_probe("system.usb", measure);
}

}  // namespace deskready::system_facts
