// Asks a STUN server again and again, at even times, and records what came back.
#pragma once

#include <functional>
#include <stop_token>
#include <tl/expected.hpp>

#include "probes/fact.h"
#include "probes/network/line/packets/stream_record.h"
#include "probes/network/stun/contents.h"

namespace deskready::network::stun {

/// A public server has others to serve: no more than this is ever asked of one in a measurement.
inline constexpr double requests_per_second = 20, stream_seconds = 3;
inline constexpr std::size_t requests = 60;
static_assert(static_cast<double>(requests) == requests_per_second * stream_seconds);

/// What one request and the answer to it have on the wire at most: servers name their software, and may add
/// proofs.
inline constexpr std::size_t largest_answer = 548;

/// Requests leave on absolute deadlines whatever came back, each of a transaction of its own and none of them
/// twice: one that stays without an answer is lost, there or back, or the server kept silent. An error is an
/// answer. Of each packet `sent` and `back` are known, and never which way it was lost. Blocks for 3 s and
/// for what is still on its way then, half as long again as the longest round trip, at most 3 s; 2 s where
/// nothing comes at all; returns soon after `stop`. `spend` is told each packet's payload as it leaves and
/// comes back; after false nothing more is sent. `detail` counts packets, answered, duplicates, forged,
/// not_sent, errors. The error is failed where this computer cannot send.
tl::expected<StreamRecord, Unmeasured> ask_again_and_again(const HostPort& server,
                                                           const std::stop_token& stop,
                                                           const std::function<bool(std::size_t)>& spend);

}  // namespace deskready::network::stun
