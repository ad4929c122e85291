// How much an unattended check may do with sound: asked for in the settings, obeyed by the probes.
#pragma once

#include <cstdint>

namespace deskready {

/// What a check that nobody attends may do with sound.
enum class ScheduledSound : std::uint8_t { devices, listen, loop };

}  // namespace deskready
