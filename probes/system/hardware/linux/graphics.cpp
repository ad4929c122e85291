#include "probes/system/hardware/graphics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <string>

#include "probes/machine/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/class/drm";

struct Card {
  std::string_view vendor;  ///< "Intel"; empty for a maker that is not known
  std::optional<bool> dedicated;
  std::uint64_t memory = 0;  ///< bytes of its own; 0 when the driver does not tell
};

/// PCI vendor ids (pci-ids.ucw.cz). Those below the line are of virtual machines.
std::string_view vendor_of(std::uint64_t id) {
  switch (id) {
    case 0x8086:
      return "Intel";
    case 0x1002:
      return "AMD";
    case 0x10de:
      return "NVIDIA";
    case 0x1234:  // Bochs and QEMU
    case 0x1af4:  // virtio
    case 0x1b36:  // QXL
    case 0x15ad:  // VMware
    case 0x80ee:  // VirtualBox
    case 0x1414:  // Hyper-V
      return "virtual";
    default:
      return {};
  }
}

/// Where a device sits on PCI: "0000:0a:00.0".
struct Slot {
  unsigned bus = 0, device = 0;
};

std::optional<Slot> slot_of(const std::string& address) {
  Slot slot;
  unsigned domain = 0, function = 0;
  if (std::sscanf(address.c_str(), "%x:%x:%x.%x", &domain, &slot.bus, &slot.device, &function) != 4) {
    return std::nullopt;
  }
  return slot;
}

/// AMD's graphics inside processors and chipsets, by the ranges of device numbers that radeon and amdgpu give
/// them (pciids.h, amdgpu_drv.c): the makers of cards have never been given one of these.
bool is_amd_built_in(std::uint64_t id) {
  const auto between = [&](std::uint64_t low, std::uint64_t high) { return id >= low && id <= high; };
  return between(0x1100, 0x1fff) ||                           // APUs since Kaveri
         between(0x9600, 0x97ff) || between(0x9800, 0x99ff);  // chipsets, and APUs until Stoney
}

/// NVIDIA's graphics inside chipsets (nouveau, code names: C51 to MCP89), and beside its own processors.
bool is_nvidia_built_in(std::uint64_t id) {
  const auto between = [&](std::uint64_t low, std::uint64_t high) { return id >= low && id <= high; };
  return between(0x0240, 0x0247) || between(0x03d0, 0x03d6) || between(0x053a, 0x053e) ||
         between(0x07e0, 0x07e7) || between(0x0840, 0x08bf) || id == 0x2e12;
}

/// Cards are the only device behind a bridge; what shares the processor's own bus, or lies beside others on
/// the chipset's, is built in. How much memory the firmware lends says nothing. `id` is none where a
/// recording lacks it.
std::optional<bool> is_dedicated(std::string_view vendor, std::optional<std::uint64_t> id, const Slot& slot) {
  if (slot.bus == 0 || slot.device != 0) return false;
  if (vendor == "AMD" && !id) return std::nullopt;
  if (vendor == "AMD") return !is_amd_built_in(*id);
  if (vendor == "NVIDIA") return !is_nvidia_built_in(id.value_or(0));
  return vendor == "Intel";
}

/// "0000:01:00.0" is driven where some card has that address.
using Driven = std::set<std::string>;

/// Display devices on PCI (class 03) that no driver shows as a card: none is loaded, or the maker's own does
/// not take part. How much memory they have nobody tells.
void add_undriven(const Context& context, const Driven& driven, std::vector<Card>& found) {
  constexpr std::string_view devices = "/sys/bus/pci/devices";
  constexpr std::uint64_t display = 0x03;
  for (const std::string& address : list_folder(context.root, devices).value_or(std::vector<std::string>{})) {
    const std::string device = fmt::format("{}/{}", devices, address);
    const auto slot = slot_of(address);
    if (!slot || driven.contains(address) ||
        read_hex(context.root, device + "/class").value_or(0) >> 16 != display)
      continue;
    Card card;
    card.vendor = vendor_of(read_hex(context.root, device + "/vendor").value_or(0));
    card.dedicated = is_dedicated(card.vendor, read_hex(context.root, device + "/device"), *slot);
    if (!card.vendor.empty()) found.push_back(card);
  }
}

std::vector<Card> cards(const Context& context) {
  std::vector<Card> found;
  Driven driven;
  for (const std::string& entry : list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    // "card0", not "card0-HDMI-A-1" and "renderD128".
    if (!entry.starts_with("card") || entry.find('-') != std::string::npos) continue;
    const std::string device = fmt::format("{}/{}/device", folder, entry);
    Card card;
    card.vendor = vendor_of(read_hex(context.root, device + "/vendor").value_or(0));
    card.memory = read_number(context.root, device + "/mem_info_vram_total").value_or(0);
    const auto events = read_text(context.root, device + "/uevent");
    const std::string address = events ? value_of(*events, "PCI_SLOT_NAME", '=').value_or("") : "";
    driven.insert(address);
    // Boards have their graphics on no PCI at all.
    if (const auto slot = slot_of(address)) {
      card.dedicated = is_dedicated(card.vendor, read_hex(context.root, device + "/device"), *slot);
    }
    if (!card.vendor.empty()) found.push_back(card);
  }
  add_undriven(context, driven, found);
  return found;
}

Facts measure(Context& context) {
  Facts facts;
  std::vector<Card> all = cards(context);
  if (all.empty()) return answered(std::move(facts), context, Detail::no_graphics_driver);
  std::stable_sort(all.begin(), all.end(), [](const Card& a, const Card& b) {
    return a.dedicated.value_or(false) && !b.dedicated.value_or(false);
  });
  const Card& best = all.front();
  facts.add("system.graphics.vendor", inventory(context, std::string(best.vendor), How::pci_vendor));
  if (best.vendor == "virtual") {
    return answered(std::move(facts), context, Detail::virtual_graphics);
  }
  if (best.dedicated) {
    facts.add("system.graphics.dedicated", inventory(context, *best.dedicated, How::pci_vendor_and_bus));
  }
  if (best.memory > 0) {
    facts.add("system.graphics.memory", inventory(context, static_cast<double>(best.memory), How::amdgpu));
  }
  return answered(std::move(facts), context, Detail::graphics_memory_untold);
}

}  // namespace

Probe graphics_probe() {
  return reading_probe("system.graphics", measure);
}

}  // namespace deskready::system_facts
