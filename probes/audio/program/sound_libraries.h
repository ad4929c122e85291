// What the libraries of the sound system are told before they are used, for the whole process.
#pragma once

#include "probes/audio/worker/session.h"

namespace deskready::audio {

/// Keeps them from writing to the process's streams and from starting servers. To be called before any other
/// thread is there: it changes the environment.
void silence_libraries();

/// Leads the device that stands for the server to these devices. Before the device is opened, and as above.
void route_to(const Devices& devices);

}  // namespace deskready::audio
