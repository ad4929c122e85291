#include "probes/system/state/power.h"

#include <fmt/format.h>

#include <algorithm>

#include "probes/system/hardware/virtual_machine.h"
#include "probes/system/linux/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/class/power_supply";
constexpr std::string_view battery_fact = "system.power.battery";

struct Supplies {
  bool battery = false;
  bool ups = false;
  bool unclear = false;             ///< one of them does not say what it is
  double charge = 0;                ///< percent, summed over the batteries that tell
  std::size_t charges = 0;          ///< how many tell
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
    found.unclear = found.unclear || type.empty();
    const std::string online = field("online");
    const std::string status = field("status");
    if ((type == "Mains" || type == "USB") && !online.empty()) {
      found.mains = found.mains.value_or(false) || online != "0";
    }
    found.ups = found.ups || type == "UPS";
    if (type != "Battery") continue;
    found.battery = true;
    if (const auto percent = read_number(context.root, fmt::format("{}/{}/capacity", folder, supply))) {
      found.charge += static_cast<double>(std::min<std::uint64_t>(*percent, 100));
      ++found.charges;
    }
    if (!status.empty() && status != "Unknown") {
      found.discharging = found.discharging.value_or(false) || status == "Discharging";
    }
  }
  return found;
}

/// "mains", "battery", or nothing.
std::optional<std::string> source(const Supplies& found) {
  if (!found.battery) return found.unclear ? std::nullopt : std::optional<std::string>("mains");
  if (found.mains) return *found.mains ? "mains" : "battery";
  if (found.discharging) return *found.discharging ? "battery" : "mains";
  return std::nullopt;
}

/// Standby supplies speak the USB "Power Device" page: their report descriptor begins with "05 84" (HID Power
/// Device Class 1.0).
bool has_usb_ups(const Context& context) {
  constexpr std::string_view hid = "/sys/bus/hid/devices";
  for (const std::string& device : list_folder(context.root, hid).value_or(std::vector<std::string>{})) {
    const auto descriptor = read_text(context.root, fmt::format("{}/{}/report_descriptor", hid, device));
    if (descriptor && descriptor->starts_with("\x05\x84")) return true;
  }
  return false;
}

Facts measure(Context& context) {
  Facts facts;
  const auto supplies = list_folder(context.root, folder);
  if (!supplies) return answered(std::move(facts), context, "the system does not list power supplies");
  const Supplies found = read_supplies(context, *supplies);
  facts.add("system.power.ups",
            inventory(context, found.ups || has_usb_ups(context), "power supplies and USB devices"));
  if (found.charges > 0) {
    facts.add(battery_fact,
              inventory(context, found.charge / 100 / static_cast<double>(found.charges), "sysfs"));
  } else if (!found.battery && !found.unclear) {
    facts.cannot(battery_fact, unmeasured(Cause::no_device));
  }
  // The host of a virtual machine may be a laptop on its battery.
  if (!found.battery && in_virtual_machine(context.root) == true) {
    return answered(std::move(facts), context, "a virtual machine does not see its host's power");
  }
  if (const auto where_from = source(found)) {
    facts.add("system.power.source", inventory(context, *where_from, "power supplies"));
  }
  return answered(std::move(facts), context, "the power supplies do not tell enough");
}

}  // namespace

Probe power_probe() {
  return reading_probe("system.power", measure);
}

}  // namespace deskready::system_facts
