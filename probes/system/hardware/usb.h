// Probe system.usb: free USB sockets.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe usb_probe();

}  // namespace deskready::system_facts
