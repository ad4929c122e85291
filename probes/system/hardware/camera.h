// Probe system.camera: whether a camera is attached, how, and what pictures it gives.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe camera_probe();

}  // namespace deskready::system_facts
