#include "probes/system/hardware/graphics.h"

#include <fmt/format.h>

#include <algorithm>

#include "probes/machine/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/class/drm";

struct Card {
  std::string_view vendor;  ///< "Intel"; empty for a maker that is not known
  bool dedicated = false;
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

/// Integrated graphics sit on the processor's own bus, except AMD's, which have little memory of their own.
bool is_dedicated(std::string_view vendor, std::string_view address, std::uint64_t memory) {
  constexpr std::uint64_t most_lent = 4ULL << 30;
  if (vendor == "NVIDIA") return true;
  if (vendor == "Intel") return !address.starts_with("0000:00:");
  return vendor == "AMD" && memory > most_lent;
}

std::vector<Card> cards(const Context& context) {
  std::vector<Card> found;
  for (const std::string& entry : list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    // "card0", not "card0-HDMI-A-1" and "renderD128".
    if (!entry.starts_with("card") || entry.find('-') != std::string::npos) continue;
    const std::string device = fmt::format("{}/{}/device", folder, entry);
    Card card;
    card.vendor = vendor_of(read_hex(context.root, device + "/vendor").value_or(0));
    card.memory = read_number(context.root, device + "/mem_info_vram_total").value_or(0);
    const auto events = read_text(context.root, device + "/uevent");
    const std::string address = events ? value_of(*events, "PCI_SLOT_NAME", '=').value_or("") : "";
    card.dedicated = is_dedicated(card.vendor, address, card.memory);
    if (!card.vendor.empty()) found.push_back(card);
  }
  return found;
}

Facts measure(Context& context) {
  Facts facts;
  std::vector<Card> all = cards(context);
  if (all.empty()) return answered(std::move(facts), context, Detail::no_graphics_driver);
  std::stable_sort(all.begin(), all.end(),
                   [](const Card& a, const Card& b) { return a.dedicated && !b.dedicated; });
  const Card& best = all.front();
  facts.add("system.graphics.vendor", inventory(context, std::string(best.vendor), "PCI vendor id"));
  if (best.vendor == "virtual") {
    return answered(std::move(facts), context, Detail::virtual_graphics);
  }
  facts.add("system.graphics.dedicated", inventory(context, best.dedicated, "PCI vendor id and bus"));
  if (best.memory > 0) {
    facts.add("system.graphics.memory",
              inventory(context, static_cast<double>(best.memory), "amdgpu driver"));
  }
  return answered(std::move(facts), context, Detail::graphics_memory_untold);
}

}  // namespace

Probe graphics_probe() {
  return reading_probe("system.graphics", measure);
}

}  // namespace deskready::system_facts
