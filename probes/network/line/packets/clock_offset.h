// How far this computer's clock is from the far end's, by the packets of a stream. Pure.
#pragma once

#include <optional>

#include "probes/machine/noted_clock.h"
#include "probes/network/line/packets/stream_record.h"

namespace deskready::network {

/// This computer's clock less the far end's. From the packet with the shortest round trip: it waited least,
/// and neither direction can have taken less than nothing, so the truth lies within half of that round trip
/// (RFC 5905, section 8), however unequal both directions are.
/// `wall_of_monotonic` is what CLOCK_REALTIME is ahead of CLOCK_MONOTONIC, in seconds. Nothing when no packet
/// was answered. A clock that was set meanwhile is taken as it was afterwards.
std::optional<ClockOffset> clock_offset(const StreamRecord& record, double wall_of_monotonic);

}  // namespace deskready::network
