#include "probes/machine/guest.h"

#include <algorithm>
#include <array>

#include "probes/machine/chassis.h"
#include "probes/machine/files.h"

namespace deskready {
namespace {

// What hypervisors write into the firmware's tables as maker, product or maker of the board or firmware
// (systemd's list, src/basic/virt.c). Each begins the text, so that a maker whose name holds one is not taken
// for a guest. Nutanix sells computers, too; its guests are called AHV.
constexpr std::array<std::string_view, 21> hypervisors = {"QEMU",
                                                          "KVM",
                                                          "VMware",
                                                          "VMW",
                                                          "innotek",
                                                          "VirtualBox",
                                                          "Xen",
                                                          "Bochs",
                                                          "BHYVE",
                                                          "bhyve",
                                                          "HVM domU",
                                                          "RHEV",
                                                          "oVirt",
                                                          "Parallels",
                                                          "AHV",
                                                          "Hyper-V",
                                                          "KubeVirt",
                                                          "Standard PC",
                                                          "Virtual Machine",
                                                          "Google Compute Engine",
                                                          "Apple Virtualization"};

// Clouds that rent out guests and whole machines under one name: proof only where the processor cannot say.
constexpr std::array<std::string_view, 7> clouds = {
    "OpenStack", "Alibaba Cloud", "Tencent Cloud", "Huawei Cloud", "DigitalOcean", "Droplet", "vServer"};

template <std::size_t N>
bool begins(std::string_view text, const std::array<std::string_view, N>& marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return text.starts_with(mark); });
}

/// One of Xen's guests is the computer itself: dom0 drives the hardware. Xen, public/features.h:
/// XENFEAT_dom0 is bit 11.
bool is_xen_host(const std::filesystem::path& root) {
  constexpr std::uint64_t host = 1U << 11;
  const auto features = read_hex(root, "/sys/hypervisor/properties/features");
  if (features) return (*features & host) != 0;
  const auto capabilities = read_text(root, "/proc/xen/capabilities");
  return capabilities && capabilities->find("control_d") != std::string::npos;
}

/// The device through which Linux, where it is Hyper-V's own root, makes guests.
bool is_hyper_v_host(const std::filesystem::path& root) {
  return exists(root, "/dev/mshv");
}

/// Buses that only a hypervisor has.
bool has_guest_devices(const std::filesystem::path& root) {
  for (const std::string_view bus : {"/sys/bus/virtio/devices", "/sys/bus/vmbus/devices"}) {
    const auto devices = list_folder(root, bus);
    if (devices && !devices->empty()) return true;
  }
  return false;
}

std::string firmware_field(const std::filesystem::path& root, const char* name) {
  return read_line(root, std::string("/sys/class/dmi/id/") + name).value_or("");
}

/// Amazon rents whole machines, too, which end in ".metal"; none for another maker.
std::optional<bool> by_amazon(const std::filesystem::path& root) {
  if (firmware_field(root, "sys_vendor") != "Amazon EC2") return std::nullopt;
  return firmware_field(root, "product_name").find(".metal") == std::string::npos;
}

template <std::size_t N>
bool firmware_names(const std::filesystem::path& root, const std::array<std::string_view, N>& marks) {
  for (const char* name : {"sys_vendor", "product_name", "board_vendor", "bios_vendor"}) {
    if (begins(firmware_field(root, name), marks)) return true;
  }
  return false;
}

/// A case that people carry or that is bolted into a rack; guests say "other", or "desktop".
bool has_real_case(const std::filesystem::path& root) {
  const std::string_view kind = chassis_by_firmware(root);
  return !kind.empty() && kind != "desktop";
}

}  // namespace

std::optional<bool> in_virtual_machine(const std::filesystem::path& root) {
  if (is_xen_host(root) || is_hyper_v_host(root)) return false;
  const auto amazon = by_amazon(root);
  const bool named = firmware_names(root, hypervisors);
  const auto cpuinfo = read_text(root, "/proc/cpuinfo");
  if (const auto flags = cpuinfo ? value_of(*cpuinfo, "flags") : std::nullopt) {
    // x86: the processor says so itself, except where a hypervisor hides.
    if ((" " + *flags + " ").find(" hypervisor ") != std::string::npos) return true;
    return amazon.value_or(named || has_guest_devices(root));
  }
  if (amazon) return *amazon;
  if (named || firmware_names(root, clouds)) return true;
  if (has_guest_devices(root) || read_line(root, "/sys/hypervisor/type") == "xen") return true;
  // ARM has no such flag; a hypervisor shows in the device tree. Machines with firmware tables instead are
  // servers and guests of clouds alike.
  if (const auto tree = list_folder(root, "/proc/device-tree"); tree && !tree->empty()) {
    if (std::find(tree->begin(), tree->end(), "hypervisor") != tree->end()) return true;
    if (read_line(root, "/proc/device-tree/compatible") == "linux,dummy-virt") return true;
    // With tables beside it this is the stub of a guest's firmware, which holds nothing else.
    if (std::find(tree->begin(), tree->end(), "compatible") != tree->end()) return false;
  }
  if (has_real_case(root)) return false;
  return std::nullopt;
}

}  // namespace deskready
