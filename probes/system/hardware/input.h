// Probe system.input: how keyboard and mouse are attached.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe input_probe();

}  // namespace deskready::system_facts
