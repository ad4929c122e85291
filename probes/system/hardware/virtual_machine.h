// Probe system.virtual_machine: whether the system runs inside another computer.
#pragma once

#include <filesystem>
#include <optional>

#include "probes/probe.h"

namespace deskready::system_facts {

/// By the processor's hypervisor flag, the firmware's names and the device tree; nothing when none of them
/// can be read.
std::optional<bool> in_virtual_machine(const std::filesystem::path& root);

Probe virtual_machine_probe();

}  // namespace deskready::system_facts
