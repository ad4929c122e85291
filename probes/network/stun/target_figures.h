// What a recorded row of STUN's requests says of the line to the server: delay and loss, there and back.
// Pure.
#pragma once

#include <span>

#include "probes/network/line/call/call_record.h"
#include "probes/probe.h"

namespace deskready::network::stun {

/// `stream` as ask_again_and_again() records it; the rest of the record says how it was measured.
CallRecord record_of(StreamRecord stream, const Disturbance& disturbance, WallTime at);

/// Answers each question, whose key's target is that server. The loss of the worse direction is at most the
/// share of round trips that were lost, and at least what each way had if both lost alike; between these
/// bounds a round trip tells nothing.
Facts target_facts(const CallRecord& record, std::span<const Question> questions);

}  // namespace deskready::network::stun
