#include "probes/system/hardware/input.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "probes/machine/files.h"
#include "probes/machine/power.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

/// One paragraph of /proc/bus/input/devices.
struct Device {
  unsigned bus = 0;  ///< BUS_… of linux/input.h
  std::string name;
  std::string place;     ///< "isa0060/serio0/input0"
  std::string handlers;  ///< "sysrq kbd event0 leds "
  std::uint64_t events = 0;
};

std::uint64_t hex(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return value;
}

std::vector<Device> devices(const std::string& text) {
  std::vector<Device> all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::string_view whole = line;
    const auto after = [&](std::string_view beginning) { return whole.substr(beginning.size()); };
    if (whole.starts_with("I: Bus=")) {
      all.emplace_back().bus = static_cast<unsigned>(hex(after("I: Bus=").substr(0, 4)));
    } else if (all.empty()) {
      continue;
    } else if (whole.starts_with("N: Name=")) {
      all.back().name = after("N: Name=");
    } else if (whole.starts_with("P: Phys=")) {
      all.back().place = after("P: Phys=");
    } else if (whole.starts_with("H: Handlers=")) {
      all.back().handlers = " " + std::string(after("H: Handlers=")) + " ";
    } else if (whole.starts_with("B: EV=")) {
      all.back().events = hex(after("B: EV="));
    }
  }
  return all;
}

/// Keyboards repeat keys; power buttons, lids and headset buttons do not, and have no lamps.
bool is_keyboard(const Device& device) {
  constexpr std::uint64_t keys = 1U << 0x01, lamps = 1U << 0x11, repeats = 1U << 0x14;
  constexpr std::uint64_t all = keys | lamps | repeats;
  return device.handlers.find(" kbd ") != std::string::npos && (device.events & all) == all;
}

bool is_mouse(const Device& device) {
  return device.handlers.find(" mouse") != std::string::npos;
}

bool says(const Device& device, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return device.name.find(word) != std::string::npos; });
}

std::string connection_of(const Device& device, bool laptop) {
  constexpr unsigned pci = 0x01, usb = 0x03, bluetooth = 0x05, virtual_bus = 0x06, i8042 = 0x11, host = 0x19,
                     i2c = 0x18, spi = 0x1c, rmi = 0x1d;
  switch (device.bus) {
    case usb:
      if (says(device, {"Wireless", "Unifying", "2.4G", "Receiver", "Nano "})) return "radio";
      return "usb";
    case bluetooth:
      return "bluetooth";
    case i8042:
      // A laptop's own keyboard and touch pad speak PS/2 inside.
      return laptop || says(device, {"Touchpad", "TouchPad", "TrackPoint", "Synaptics"}) ? "built_in" : "ps2";
    case i2c:
    case spi:
    case rmi:
    case host:
    case pci:
      return "built_in";
    case virtual_bus:
    default:
      return {};
  }
}

/// What was plugged in counts before what is built in; nothing when there is none.
std::string preferred(const std::vector<std::string>& found) {
  for (const std::string_view kind : {"usb", "radio", "bluetooth", "ps2", "built_in"}) {
    if (std::find(found.begin(), found.end(), kind) != found.end()) return std::string(kind);
  }
  return {};
}

Facts measure(Context& context) {
  Facts facts;
  const auto text = read_text(context.root, "/proc/bus/input/devices");
  if (!text) return answered(std::move(facts), context, SystemText(text.error()));
  const bool laptop = power_supplies(context.root).value_or(PowerSupplies{}).battery;
  std::vector<std::string> keyboards, mice;
  for (const Device& device : devices(*text)) {
    const std::string connection = connection_of(device, laptop);
    if (is_keyboard(device)) keyboards.push_back(connection);
    if (is_mouse(device)) mice.push_back(connection);
  }
  for (const auto& [name, found] :
       {std::pair{"system.keyboard.connection", keyboards}, std::pair{"system.mouse.connection", mice}}) {
    if (const std::string connection = preferred(found); !connection.empty()) {
      facts.add(name, inventory(context, connection, "bus of the input device"));
    } else {
      facts.cannot(name, unmeasured(Cause::no_device));
    }
  }
  return answered(std::move(facts), context, {});
}

}  // namespace

Probe input_probe() {
  return reading_probe("system.input", measure);
}

}  // namespace deskready::system_facts
