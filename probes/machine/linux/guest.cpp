#include "probes/machine/guest.h"

#include <array>

#include "probes/machine/files.h"

namespace deskready {
namespace {

// What hypervisors write into the firmware's tables.
constexpr std::array<std::string_view, 14> marks = {
    "QEMU",  "KVM",   "VMware",    "innotek",  "VirtualBox", "Virtual Machine",       "Xen",
    "Bochs", "bhyve", "Parallels", "HVM domU", "OpenStack",  "Google Compute Engine", "Apple Virtualization"};

bool has_mark(std::string_view text) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

}  // namespace

std::optional<bool> in_virtual_machine(const std::filesystem::path& root) {
  bool evidence = false;
  const auto cpuinfo = read_text(root, "/proc/cpuinfo");
  if (const auto flags = cpuinfo ? value_of(*cpuinfo, "flags") : std::nullopt) {
    evidence = true;
    if ((" " + *flags + " ").find(" hypervisor ") != std::string::npos) return true;
  }
  for (const char* field : {"sys_vendor", "product_name"}) {
    const auto text = read_line(root, std::string("/sys/class/dmi/id/") + field);
    if (!text) continue;
    evidence = true;
    if (has_mark(*text)) return true;
  }
  // Amazon rents whole machines too, which end in ".metal".
  if (read_line(root, "/sys/class/dmi/id/sys_vendor") == "Amazon EC2") {
    const auto product = read_line(root, "/sys/class/dmi/id/product_name");
    if (product && product->find(".metal") == std::string::npos) return true;
  }
  // ARM processors have no such flag; a hypervisor shows in the device tree instead.
  if (const auto tree = list_folder(root, "/proc/device-tree")) {
    evidence = true;
    if (std::find(tree->begin(), tree->end(), "hypervisor") != tree->end()) return true;
    if (read_line(root, "/proc/device-tree/compatible") == "linux,dummy-virt") return true;
  }
  if (!evidence) return std::nullopt;
  return false;
}

}  // namespace deskready
