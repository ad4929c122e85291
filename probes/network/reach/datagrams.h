// Tries ports by UDP: by questions whose servers answer anybody, for nothing but an answer shows that UDP
// gets through.
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>

#include "config/spec/targets/reach.h"
#include "probes/network/reach/tries.h"

namespace deskready::network::reach {

/// How often each address is asked.
inline constexpr std::size_t questions_each = 3;
/// A question or an answer on the wire, over IPv6, at most.
inline constexpr std::size_t datagram_bytes = 600;

/// Asks all of them at once, each address three times within 1.5 s; the last answers may take 1.5 s more.
/// Silence is untold and never "blocked"; a port of which this is said to be closed is not reached. Returns
/// soon after `stop`: what was not answered by then is untold.
void try_datagrams(std::span<const Try> tries, const Spend& spend, const std::stop_token& stop);

}  // namespace deskready::network::reach
