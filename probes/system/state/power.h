// Probe system.power: mains or battery, and standby power.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe power_probe();

}  // namespace deskready::system_facts
