// Probe system.screen_lock: whether the screen locks itself when nobody is there.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe screen_lock_probe();

}  // namespace deskready::system_facts
