// Probe system.os: the operating system and its release.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe os_probe();

}  // namespace deskready::system_facts
