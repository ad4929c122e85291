// Probe system.firmware: security chip and Secure Boot.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe firmware_probe();

}  // namespace deskready::system_facts
