#include "probes/system/hardware/input.h"

#include <linux/input.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "config/base/text.h"
#include "probes/machine/chassis.h"
#include "probes/machine/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

/// One paragraph of /proc/bus/input/devices.
struct Device {
  unsigned bus = 0;  ///< BUS_… of linux/input.h
  std::string name;
  std::string place;     ///< "isa0060/serio0/input0", "usb-0000:00:14.0-2/input1:1"
  std::string node;      ///< "/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/…/input/input22"
  std::string handlers;  ///< "sysrq kbd event0 leds "
  std::uint64_t events = 0;
  std::vector<std::uint64_t>
      keys;  ///< bit sets of 64 or 32 keys each, the highest first; empty where not told
};

std::uint64_t hex(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return value;
}

void take_line(Device& device, std::string_view line) {
  const auto after = [&](std::string_view beginning) { return std::string(line.substr(beginning.size())); };
  if (line.starts_with("N: Name=")) {
    device.name = trimmed(after("N: Name="), "\"");
  } else if (line.starts_with("P: Phys=")) {
    device.place = after("P: Phys=");
  } else if (line.starts_with("S: Sysfs=")) {
    device.node = after("S: Sysfs=");
  } else if (line.starts_with("H: Handlers=")) {
    device.handlers = " " + after("H: Handlers=") + " ";
  } else if (line.starts_with("B: EV=")) {
    device.events = hex(after("B: EV="));
  } else if (line.starts_with("B: KEY=")) {
    std::istringstream words(after("B: KEY="));
    for (std::string word; words >> word;) device.keys.push_back(hex(word));
  }
}

std::vector<Device> devices(const std::string& text) {
  constexpr std::string_view head = "I: Bus=";
  std::vector<Device> all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(head)) {
      all.emplace_back().bus = static_cast<unsigned>(hex(std::string_view(line).substr(head.size(), 4)));
    } else if (!all.empty()) {
      take_line(all.back(), line);
    }
  }
  return all;
}

/// Keys 64 * index and up. Kernels of 32 bits write words of 32 keys; such a list cannot be told from a short
/// one of 64, so that it is read either way.
bool has_keys(const Device& device, std::size_t index, std::uint64_t wanted) {
  const std::vector<std::uint64_t>& keys = device.keys;
  const auto word = [&](std::size_t from_end) {
    return from_end < keys.size() ? keys[keys.size() - 1 - from_end] : 0;
  };
  if ((word(index) & wanted) == wanted) return true;
  const bool short_words =
      std::all_of(keys.begin(), keys.end(), [](std::uint64_t one) { return one >> 32 == 0; });
  return short_words && ((word(2 * index + 1) << 32 | word(2 * index)) & wanted) == wanted;
}

bool has_key(const Device& device, unsigned key) {
  return has_keys(device, key / 64, 1ULL << key % 64);
}

/// The letters from Q to M, space and Enter (KEY_… of linux/input-event-codes.h).
bool has_letters(const Device& device) {
  constexpr std::uint64_t letters = 0x3FFULL << 16 | 0x1FFULL << 30 | 0x7FULL << 44 | 1ULL << 28 | 1ULL << 57;
  return has_keys(device, 0, letters);
}

/// Power buttons, lids and headset buttons have no letters. Where a recording does not tell the keys: they do
/// not repeat and have no lamps.
bool types(const Device& device) {
  constexpr std::uint64_t keys = 1U << 0x01, lamps = 1U << 0x11, repeats = 1U << 0x14;
  constexpr std::uint64_t all = keys | lamps | repeats;
  if (device.handlers.find(" kbd ") == std::string::npos) return false;
  if (!device.keys.empty()) return has_letters(device);
  return (device.events & all) == all;
}

/// What remaps keys makes a keyboard of its own; the one below is listed, too. Bluetooth's low-energy devices
/// come by way of such a node, but name their bus in it.
bool is_made_up(const Device& device) {
  return device.bus == BUS_VIRTUAL ||
         (device.node.starts_with("/devices/virtual/") && device.node.find("/uhid/") == std::string::npos);
}

/// Without the "Keyboard" that the kernel adds to the names of parts that type, whatever the device is.
std::string own_name(const Device& device) {
  constexpr std::string_view added = " keyboard";
  std::string name = lower(device.name);
  if (name.ends_with(added)) name.resize(name.size() - added.size());
  return std::string(trimmed(name));
}

bool has_word(std::string_view name, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

bool is_called_keyboard(std::string_view name) {
  return has_word(name, {"keyboard", "keys", "keychron"});
}

/// What types without being a keyboard: keys that hold passwords, scanners, mice with keys that can be
/// programmed, headsets, remote controls.
bool only_types(std::string_view name) {
  return !is_called_keyboard(name) &&
         has_word(name,
                  {"yubi",         "security key", "onlykey",  "nitrokey",    "solokey",     "fido",
                   "token",        "scanner",      "barcode",  "rfid",        "card reader", "mouse",
                   "trackball",    "trackpad",     "touchpad", "headset",     "jabra",       "plantronics",
                   "speakerphone", "webcam",       "remote",   "stream deck", "footswitch",  "pedal",
                   "presenter",    "tablet",       "wacom",    "gamepad",     "controller",  "macropad",
                   "kvm",          "lightspeed"});
}

/// The kernel hands touch screens to its mouse, too; they have neither a button nor a finger's place.
bool is_mouse(const Device& device) {
  if (device.handlers.find(" mouse") == std::string::npos) return false;
  const bool screen =
      has_key(device, BTN_TOUCH) && !has_key(device, BTN_LEFT) && !has_key(device, BTN_TOOL_FINGER);
  return !screen;
}

/// What the kernel calls a device that has no name: laptops' Bluetooth shows itself as such a keyboard before
/// it has a driver.
bool is_nameless(const Device& device) {
  return device.bus == BUS_USB && device.name.starts_with("HID ");
}

/// Consoles and tablets have no keyboard in them; the buttons on their cases speak as one.
bool may_be_buttons(const Context& context, const Device& device) {
  const std::string_view kind = chassis_by_firmware(context.root);
  return device.bus == BUS_I8042 && (kind == "handheld" || kind == "tablet");
}

/// The device that several parts belong to: "usb-0000:00:14.0-2" of "usb-0000:00:14.0-2/input1".
std::string_view whole_of(const Device& device) {
  return std::string_view(device.place).substr(0, device.place.find('/'));
}

bool says(const Device& device, std::initializer_list<std::string_view> words) {
  return has_word(lower(device.name), words);
}

/// Parts of a laptop that hang on its own USB: by name, or because the firmware says that nobody can pull
/// them.
bool is_inside(const Context& context, const Device& device) {
  if (says(device, {"internal", "built-in", "n-key device", "ite device", "bcm5974"})) return true;
  // The USB device is the part of the node before its interface, "1-2" of ".../1-2/1-2:1.0/...".
  const auto interface = device.node.find(":1.");
  if (interface == std::string::npos) return false;
  const auto end = device.node.rfind('/', interface);
  return end != std::string::npos &&
         read_line(context.root, "/sys" + device.node.substr(0, end) + "/removable") == "fixed";
}

/// A receiver's devices are numbered behind its own place: "usb-…/input2:1".
bool is_behind_receiver(const Device& device) {
  const auto part = device.place.find("/input");
  return part != std::string::npos && device.place.find(':', part) != std::string::npos;
}

std::string connection_of(const Device& device, bool inside, bool laptop) {
  switch (device.bus) {
    case BUS_USB:
      if (inside) return "built_in";
      if (is_behind_receiver(device)) return "radio";
      if (says(device, {"wireless", "unifying", "2.4g", "receiver", "nano "})) return "radio";
      return "usb";
    case BUS_BLUETOOTH:
      return "bluetooth";
    case BUS_I8042:
      // A laptop's own keyboard and touch pad speak PS/2 inside.
      return laptop || says(device, {"touchpad", "trackpoint", "synaptics"}) ? "built_in" : "ps2";
    case BUS_I2C:
    case BUS_SPI:
    case BUS_RMI:
    case BUS_HOST:
    case BUS_PCI:
      return "built_in";
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

/// How keyboards and mice are connected; the doubtful may be either.
struct Found {
  std::vector<std::string> keyboards, doubtful, mice;
  bool buttons = false;  ///< something types that is perhaps none of them
};

Found look(const Context& context, const std::vector<Device>& all) {
  Found found;
  const bool laptop = is_portable(context.root);
  for (const Device& device : all) {
    if (is_made_up(device)) continue;
    const auto any_part = [&](const auto& is) {
      return std::any_of(all.begin(), all.end(), [&](const Device& part) {
        const bool same = device.bus == BUS_USB && whole_of(part) == whole_of(device);
        return (same || &part == &device) && is(part);
      });
    };
    const bool inside = any_part([&](const Device& part) { return is_inside(context, part); });
    const std::string connection = connection_of(device, inside, laptop);
    if (is_mouse(device)) found.mice.push_back(connection);
    if (!types(device)) continue;
    // The kernel adds words to the names of parts: the shortest is the device's own.
    std::string name = own_name(device);
    for (const Device& part : all) {
      const bool same = device.bus == BUS_USB && whole_of(part) == whole_of(device);
      if (same && own_name(part).size() < name.size()) name = own_name(part);
    }
    if (only_types(name)) continue;
    if (may_be_buttons(context, device)) {
      found.buttons = true;
      continue;
    }
    // Mice with keys and keyboards with a wheel look alike where their names say neither.
    const bool doubtful = (any_part(is_mouse) || is_nameless(device)) && !is_called_keyboard(name) && !inside;
    (doubtful ? found.doubtful : found.keyboards).push_back(connection);
  }
  return found;
}

void add(Facts& facts, const Context& context, std::string_view name, const std::string& connection) {
  if (connection.empty()) return facts.cannot(name, unmeasured(Cause::no_device));
  facts.add(name, inventory(context, connection, How::input_bus));
}

void add_keyboard(Facts& facts, const Context& context, const Found& found) {
  constexpr std::string_view name = "system.keyboard.connection";
  std::vector<std::string> either = found.keyboards;
  either.insert(either.end(), found.doubtful.begin(), found.doubtful.end());
  const std::string connection = preferred(either);
  // The only device that types is the keyboard.
  if (!found.keyboards.empty() && preferred(found.keyboards) != connection) {
    return facts.cannot(name, unmeasured(Cause::unsupported, Detail::keyboard_or_mouse));
  }
  if (connection.empty() && found.buttons) {
    return facts.cannot(name, unmeasured(Cause::unsupported, Detail::keyboard_or_buttons));
  }
  add(facts, context, name, connection);
}

Facts measure(Context& context) {
  Facts facts;
  const auto text = read_text(context.root, "/proc/bus/input/devices");
  if (!text) return answered(std::move(facts), context, SystemText(text.error()));
  const Found found = look(context, devices(*text));
  add_keyboard(facts, context, found);
  add(facts, context, "system.mouse.connection", preferred(found.mice));
  return answered(std::move(facts), context, {});
}

}  // namespace

Probe input_probe() {
  return reading_probe("system.input", measure);
}

}  // namespace deskready::system_facts
