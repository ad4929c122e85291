// Whether the system runs inside another computer.
#pragma once

#include <filesystem>
#include <optional>

namespace deskready {

/// By the processor's hypervisor flag, the firmware's names and the device tree; nothing when none of them
/// can be read.
std::optional<bool> in_virtual_machine(const std::filesystem::path& root);

}  // namespace deskready
