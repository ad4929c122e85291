// Probe system.disk: free space of, and size, kind and encryption of the disk below, the home folder.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe disk_probe();

}  // namespace deskready::system_facts
