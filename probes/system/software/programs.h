// Probe system.programs: browsers, office and other programs, installed or running.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe programs_probe();

}  // namespace deskready::system_facts
