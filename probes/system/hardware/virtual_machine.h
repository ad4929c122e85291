// Probe system.virtual_machine: whether the system runs inside another computer.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe virtual_machine_probe();

}  // namespace deskready::system_facts
