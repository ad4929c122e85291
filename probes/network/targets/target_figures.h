// What a recorded row of packets says of the line to a server of [targets] that answered or relayed them:
// delay, jitter and loss, there and back. Pure.
#pragma once

#include <cstdint>
#include <span>

#include "probes/network/line/call/call_record.h"
#include "probes/probe.h"

namespace deskready::network::targets {

/// How each packet came back.
enum class Way : std::uint8_t {
  answered,  ///< by a STUN server, stun::ask_again_and_again()
  relayed,   ///< by one's own relay on a TURN server, turn::relay_to_oneself()
  relayed_over_tcp,
  relayed_over_tls,
};

/// The rest of the record says how it was measured.
CallRecord record_of(StreamRecord stream, Way way, const Disturbance& disturbance, WallTime at);

/// Answers each question, whose key's target is that server.
///
/// The loss of the worse direction is at most the share of round trips that were lost. Of answers it is at
/// least what each way had if both lost alike; what is relayed to oneself has no such bound, so that it meets
/// limits and fails none: the server is no far end of the employer's and may drop what it relays. Jitter,
/// which only a relay shows: the mean |D| of the round trips is at least that of the worse direction where
/// the directions do not depend on each other (Jensen), and at most twice it whatever they do. Over TCP and
/// TLS only delay is told: packets come in order and whole.
Facts target_facts(const CallRecord& record, Way way, std::span<const Question> questions);

}  // namespace deskready::network::targets
