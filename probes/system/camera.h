// Probe system.camera: whether a camera is attached, from the kernel's video devices.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe camera_probe();

}  // namespace deskready::system_facts
