// Probe system.firewall: whether a firewall is set to start.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe firewall_probe();

}  // namespace deskready::system_facts
