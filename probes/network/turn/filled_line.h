// Whether a call's packets fill the line that they are sent over, so that the queue that they meet is their
// own. Pure.
#pragma once

#include <optional>
#include <span>

#include "probes/network/line/packets/packet_path.h"

namespace deskready::network::turn {

/// Packets a second that came back lately, where the delay of those that did has grown steadily for 2 s, by
/// 0.3 s or more: then a line brings back fewer than it is sent, and whoever sends on makes others wait.
/// Nothing where it has not, where there is too little to tell by, and where it only jumps, as at a handover.
/// `packets` are in order of sending; those that were not answered yet do not count.
std::optional<double> filled_line(std::span<const StreamPacket> packets);

}  // namespace deskready::network::turn
