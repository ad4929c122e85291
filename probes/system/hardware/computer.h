// Probe system.computer: what kind of computer it is, how old, and with a TV card or not.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe computer_probe();

}  // namespace deskready::system_facts
