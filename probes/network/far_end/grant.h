// A responder's answer to who asks for a session. The forms stand in docs/far-end-protocol.md.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "probes/fact.h"
#include "probes/network/far_end/session.h"

namespace deskready::network {

/// The protocols that an agent speaks.
struct Protocols {
  int oldest = 1;
  int newest = wire_protocol;
};

/// What a 200 grants: token, key, session, highest rate, and where packets go if that is not where TCP goes.
/// Nothing when the answer is no responder's. The error is agent_outdated or far_end_outdated, with detail.
tl::expected<std::optional<Session>, Unmeasured> read_grant(const std::string& answer, Protocols ours = {});

/// What the body of a 426 says: it speaks none of ours any more. Nothing when a body is there and no
/// responder's.
std::optional<Unmeasured> outdated_by(const std::string& answer, Protocols ours = {});

}  // namespace deskready::network
