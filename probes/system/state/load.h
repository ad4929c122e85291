// Probe system.load: how busy the computer is now, and whether programs wait for what they need.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe load_probe();

}  // namespace deskready::system_facts
