// Probe system.memory: memory that is fitted, and what is left of it.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe memory_probe();

}  // namespace deskready::system_facts
