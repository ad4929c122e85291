// What the far end says to who asks for a session.
#pragma once

#include <string>

#include "probes/network/responder/serving.h"

namespace deskready::network {

/// A new session's JSON, of the wire protocol that the agent speaks. `address` is the client's, numeric.
std::string granted(const Serving& serving, const std::string& address, int protocol);

/// The JSON of a refusal; while the far end drains it names another, where there is one.
std::string refusal(const Serving& serving, Refusal why);

}  // namespace deskready::network
