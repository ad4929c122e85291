// How far this computer's clock is off: against the far end's, else as the kernel bounds it.
#pragma once

#include <optional>

#include "probes/network/call_figures.h"
#include "probes/probe.h"
#include "probes/system/kernel_clock.h"

namespace deskready::network {

/// This computer's clock less the far end's, in seconds. From the packet with the shortest round trip: it
/// waited least, and neither direction can have taken less than nothing, so the truth lies within half of
/// that round trip (RFC 5905, section 8), however unequal both directions are.
struct ClockOffset {
  double seconds = 0;
  double within = 0;  ///< half the shortest round trip
  std::size_t samples = 0;
};

/// `wall_of_monotonic` is what CLOCK_REALTIME was ahead of CLOCK_MONOTONIC, in seconds. Nothing when no
/// packet was answered.
std::optional<ClockOffset> clock_offset(const StreamRecord& record, double wall_of_monotonic);

/// The size of an offset as a fact, with its interval; whether the clock is ahead stands in the method.
Fact clock_fact(const ClockOffset& offset, WallTime at);
/// The same from a clock that something keeps right: off by no more than the kernel's bound.
Fact clock_fact(const system_facts::KernelClock& clock, WallTime at);

Probe clock_offset_probe();

}  // namespace deskready::network
