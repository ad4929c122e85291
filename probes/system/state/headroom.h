// Probe system.headroom: what is left of processor and memory while line and sound are measured.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe headroom_probe();

}  // namespace deskready::system_facts
