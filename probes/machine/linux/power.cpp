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

/// What the supplies say of themselves, one after the other.
struct Found {
  PowerSupplies supplies;
  double charge = 0;                ///< percent, summed over the batteries that tell
  std::size_t charges = 0;          ///< how many tell
  std::optional<bool> mains;        ///< whether any line in has power
  std::optional<bool> discharging;  ///< whether any battery is being emptied
};

void add(Found& found, const fs::path& root, const std::string& supply) {
  const auto field = [&](const char* name) {
    return read_line(root, fmt::format("{}/{}/{}", folder, supply, name)).value_or("");
  };
  // A wireless mouse is a supply too.
  if (field("scope") == "Device") return;
  const std::string type = field("type");
  found.supplies.unclear = found.supplies.unclear || type.empty();
  const std::string online = field("online");
  const std::string status = field("status");
  if ((type == "Mains" || type == "USB") && !online.empty()) {
    found.mains = found.mains.value_or(false) || online != "0";
  }
  found.supplies.ups = found.supplies.ups || type == "UPS";
  if (type != "Battery") return;
  found.supplies.battery = true;
  if (const auto percent = read_number(root, fmt::format("{}/{}/capacity", folder, supply))) {
    found.charge += static_cast<double>(std::min<std::uint64_t>(*percent, 100));
    ++found.charges;
  }
  if (!status.empty() && status != "Unknown") {
    found.discharging = found.discharging.value_or(false) || status == "Discharging";
  }
}

std::optional<PowerSource> source(const Found& found) {
  const auto battery_if = [](bool empties) { return empties ? PowerSource::battery : PowerSource::mains; };
  if (!found.supplies.battery && found.supplies.unclear) return std::nullopt;
  if (!found.supplies.battery) return PowerSource::mains;
  if (found.mains) return battery_if(!*found.mains);
  if (found.discharging) return battery_if(*found.discharging);
  return std::nullopt;
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
  if (found.charges > 0) found.supplies.charge = found.charge / 100 / static_cast<double>(found.charges);
  found.supplies.source = source(found);
  return found.supplies;
}

bool runs_on_battery(const fs::path& root) {
  const auto supplies = power_supplies(root);
  return supplies && supplies->source == PowerSource::battery;
}

}  // namespace deskready
