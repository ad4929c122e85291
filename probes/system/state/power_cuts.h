// Probe system.power_cuts: how often the computer went down without being shut down.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe power_cuts_probe();

}  // namespace deskready::system_facts
