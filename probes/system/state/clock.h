// How far the clock is off: against the far end's, where the line was measured to one, else as the kernel
// bounds it.
#pragma once

#include "probes/machine/noted_clock.h"
#include "probes/probe.h"
#include "probes/system/state/kernel_clock.h"

namespace deskready::system_facts {

/// The size of an offset as a fact, with its interval; whether the clock is ahead stands in the method.
Fact clock_fact(const ClockOffset& offset, WallTime at);
/// The same from a clock that something keeps right: off by no more than the kernel's bound.
Fact clock_fact(const KernelClock& clock, WallTime at);

/// Sends nothing: it reads what the call stream's packets told.
Probe clock_probe();

}  // namespace deskready::system_facts
