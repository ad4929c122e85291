// Whether a far end still serves a session over TCP.
#pragma once

#include <cstdint>
#include <stop_token>

#include "probes/network/far_end/session.h"

namespace deskready::network {

enum class OverTcp : std::uint8_t {
  serves,  ///< the session's token is taken
  ended,   ///< the far end does not know the session, or no longer
  busy,    ///< it takes no load now
  silent,  ///< no answer, or none that makes sense
};

/// Asks for a few kilobytes of download of a responder's session. Blocks, at most 4 s.
OverTcp still_there(const Session& session, const std::stop_token& stop);

}  // namespace deskready::network
