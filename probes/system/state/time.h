// Probe system.time: time zone, and whether the clock is kept right.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe time_probe();

}  // namespace deskready::system_facts
