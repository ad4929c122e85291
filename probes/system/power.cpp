#include "probes/system/power.h"

#include <fmt/format.h>

#include <array>

#include "probes/system/files.h"
#include "probes/system/reading.h"
#include "probes/system/virtual_machine.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/class/power_supply";
constexpr std::array<std::string_view, 1> names = {"system.power.source"};

struct Supplies {
  bool battery = false;
  std::optional<bool> mains;        ///< whether any line in has power
  std::optional<bool> discharging;  ///< whether any battery is being emptied
};

/// Kernel's Documentation/ABI/testing/sysfs-class-power.
Supplies read_supplies(const Context& context, const std::vector<std::string>& supplies) {
  Supplies found;
  for (const std::string& supply : supplies) {
    const auto field = [&](const char* name) {
      return read_line(context.root, fmt::format("{}/{}/{}", folder, supply, name)).value_or("");
    };
    // A wireless mouse is a supply too.
    if (field("scope") == "Device") continue;
    const std::string type = field("type");
    const std::string online = field("online");
    const std::string status = field("status");
    if ((type == "Mains" || type == "USB") && !online.empty()) {
      found.mains = found.mains.value_or(false) || online != "0";
    }
    if (type != "Battery") continue;
    found.battery = true;
    if (!status.empty() && status != "Unknown") {
      found.discharging = found.discharging.value_or(false) || status == "Discharging";
    }
  }
  return found;
}

/// "mains", "battery", or nothing.
std::optional<std::string> source(const Supplies& found) {
  if (!found.battery) return "mains";
  if (found.mains) return *found.mains ? "mains" : "battery";
  if (found.discharging) return *found.discharging ? "battery" : "mains";
  return std::nullopt;
}

Facts measure(Context& context) {
  Facts facts;
  const auto supplies = list_folder(context.root, folder);
  if (!supplies) return answered(std::move(facts), context, names, "the system does not list power supplies");
  const Supplies found = read_supplies(context, *supplies);
  // The host of a virtual machine may be a laptop on its battery.
  if (!found.battery && in_virtual_machine(context.root) == true) {
    return answered(std::move(facts), context, names, "a virtual machine does not see its host's power");
  }
  if (const auto where_from = source(found)) {
    facts.add(names[0], inventory(context, *where_from, "power supplies"));
  }
  return answered(std::move(facts), context, names, "the battery does not tell whether it is being charged");
}

}  // namespace

Probe power_probe() {
  return reading_probe("system.power", names, measure);
}

}  // namespace deskready::system_facts
