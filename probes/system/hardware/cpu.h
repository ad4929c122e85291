// Probe system.cpu: the processor's name, cores, clock and instructions.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe cpu_probe();

}  // namespace deskready::system_facts
