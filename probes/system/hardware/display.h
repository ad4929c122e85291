// Probe system.display: connected screens, and resolution and size of the largest.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe display_probe();

}  // namespace deskready::system_facts
