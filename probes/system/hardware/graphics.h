// Probe system.graphics: who made the graphics, and whether it is a card of its own.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe graphics_probe();

}  // namespace deskready::system_facts
