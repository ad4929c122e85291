// Whether the system runs inside another computer.
#pragma once

#include <filesystem>
#include <optional>

namespace deskready {

/// By the processor's hypervisor flag, the firmware's names, the device tree and the buses of hypervisors;
/// nothing when none of them proves either. Xen's dom0 is the computer itself. Below `root`, any thread.
std::optional<bool> in_virtual_machine(const std::filesystem::path& root);

}  // namespace deskready
