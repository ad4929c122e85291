// A call's packets through a relay to oneself, and the record of what came back.
#pragma once

#include <functional>
#include <stop_token>
#include <tl/expected.hpp>

#include "probes/fact.h"
#include "probes/network/line/packets/stream_record.h"
#include "probes/network/turn/relay.h"

namespace deskready::network::turn {

/// As a call sends them: 20 ms of G.711 and an RTP header (RFC 3551). Nobody's relay is burdened more.
inline constexpr double packets_per_second = 50, stream_seconds = 6;
inline constexpr std::size_t packets = 300, call_bytes = 172;
static_assert(static_cast<double>(packets) == packets_per_second * stream_seconds);

/// As stun::send_and_take_back(): each packet crosses the line twice, and of each it is known when it left
/// and came back. It bears 16 random bytes that nobody else knows. Blocks for 6 s and what is still on its
/// way then. Over a connection the packets come in order and whole, so that nothing is told but delay; what
/// comes late makes all behind it late, as it does a call's. The error is as there, or line_slow where the
/// line carries less than the call and its queue grows, see filled_line.h.
tl::expected<StreamRecord, Unmeasured> relay_to_oneself(const Relay& relay, const std::stop_token& stop,
                                                        const std::function<bool(std::size_t)>& spend);

}  // namespace deskready::network::turn
