// Probe system.updates: whether the system is up to date, as far as it noted that itself.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe updates_probe();

}  // namespace deskready::system_facts
