// Probe system.benchmark: how fast one processor core is, measured only when a rule asks.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe benchmark_probe();

}  // namespace deskready::system_facts
