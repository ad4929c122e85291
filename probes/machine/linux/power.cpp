// By the kernel's Documentation/ABI/testing/sysfs-class-power.
#include "probes/machine/power.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "probes/machine/files.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder = "/sys/class/power_supply";

/// How full batteries are, in a unit of theirs.
struct Store {
  double now = 0, full = 0;
  std::size_t batteries = 0;  ///< how many tell in this unit

  void add(std::optional<std::uint64_t> holds, std::optional<std::uint64_t> most) {
    if (!holds || !most || *most == 0) return;
    now += static_cast<double>(std::min(*holds, *most));
    full += static_cast<double>(*most);
    ++batteries;
  }
};

/// What the supplies say of themselves, one after the other.
struct Found {
  PowerSupplies supplies;
  std::size_t batteries = 0;
  Store energy, charge, percent;
  std::optional<bool> mains;        ///< whether the adapter has power
  std::optional<bool> port;         ///< whether any USB port takes power in, as they say
  std::optional<bool> discharging;  ///< whether any battery is being emptied
  bool charging = false;            ///< whether any is being filled
};

/// Those of mice and headsets feed themselves alone; older kernels do not say so, but name them by their bus.
bool is_of_a_device(std::string_view scope, std::string_view supply) {
  return scope == "Device" || (scope.empty() && (supply.starts_with("hid") || supply.starts_with("wacom")));
}

void add_battery(Found& found, const fs::path& root, const std::string& supply, const std::string& status) {
  const auto number = [&](const char* name) {
    return read_number(root, fmt::format("{}/{}/{}", folder, supply, name));
  };
  // A bay without its battery.
  if (number("present") == 0) return;
  found.supplies.battery = true;
  ++found.batteries;
  found.energy.add(number("energy_now"), number("energy_full"));
  found.charge.add(number("charge_now"), number("charge_full"));
  found.percent.add(number("capacity"), 100);
  if (!status.empty() && status != "Unknown") {
    // A current of zero empties nothing, as where charging ends at a limit that the owner set.
    const bool flows = number("power_now").value_or(1) != 0 && number("current_now").value_or(1) != 0;
    found.charging = found.charging || status == "Charging";
    found.discharging = found.discharging.value_or(false) || (status == "Discharging" && flows);
  }
}

void add(Found& found, const fs::path& root, const std::string& supply) {
  const auto field = [&](const char* name) {
    return read_line(root, fmt::format("{}/{}/{}", folder, supply, name)).value_or("");
  };
  if (is_of_a_device(field("scope"), supply)) return;
  const std::string type = field("type");
  found.supplies.unclear = found.supplies.unclear || type.empty();
  const std::string online = field("online");
  if (type == "Mains" && !online.empty()) found.mains = found.mains.value_or(false) || online != "0";
  if ((type == "USB" || type == "Wireless") && !online.empty()) {
    found.port = found.port.value_or(false) || online != "0";
  }
  found.supplies.ups = found.supplies.ups || type == "UPS";
  if (type == "Battery") add_battery(found, root, supply, field("status"));
}

/// Of all batteries together, where all of them tell in one unit. Percent of unequal ones say nothing of the
/// whole.
std::optional<double> charge_of(const Found& found) {
  if (found.batteries == 0) return std::nullopt;
  for (const Store* store : {&found.energy, &found.charge}) {
    if (store->batteries == found.batteries) return store->now / store->full;
  }
  if (found.percent.batteries != found.batteries || found.batteries > 1) return std::nullopt;
  return found.percent.now / found.percent.full;
}

/// A battery that is being emptied outweighs a port that says "online". What contradicts itself tells
/// nothing: power beside a battery that empties, none beside one that fills.
std::optional<PowerSource> source(const Found& found) {
  if (!found.supplies.battery && found.supplies.unclear) return std::nullopt;
  if (!found.supplies.battery) return PowerSource::mains;
  const bool empties = found.discharging.value_or(false);
  const bool fills = found.charging;
  if (found.mains) {
    if (*found.mains ? empties : fills) return std::nullopt;
    return *found.mains ? PowerSource::mains : PowerSource::battery;
  }
  if (found.port == true) return empties ? std::nullopt : std::optional(PowerSource::mains);
  if (empties) return PowerSource::battery;
  // Ports without power are no proof: there may be a socket beside them that nobody lists.
  const bool rests = found.discharging.has_value() && (fills || !found.port);
  return rests ? std::optional(PowerSource::mains) : std::nullopt;
}

/// Standby supplies speak the USB "Power Device" page: their report descriptor begins with "05 84" (HID Power
/// Device Class 1.0).
bool has_usb_ups(const fs::path& root) {
  constexpr std::string_view hid = "/sys/bus/hid/devices";
  const auto devices = list_folder(root, hid).value_or(std::vector<std::string>{});
  return std::any_of(devices.begin(), devices.end(), [&](const std::string& device) {
    const auto descriptor = read_text(root, fmt::format("{}/{}/report_descriptor", hid, device));
    return descriptor && descriptor->starts_with("\x05\x84");
  });
}

}  // namespace

std::optional<PowerSupplies> power_supplies(const fs::path& root) {
  const auto names = list_folder(root, folder);
  if (!names) return std::nullopt;
  Found found;
  for (const std::string& name : *names) add(found, root, name);
  found.supplies.ups = found.supplies.ups || has_usb_ups(root);
  found.supplies.charge = charge_of(found);
  found.supplies.source = source(found);
  return found.supplies;
}

bool runs_on_battery(const fs::path& root) {
  const auto supplies = power_supplies(root);
  return supplies && supplies->source == PowerSource::battery;
}

}  // namespace deskready
