// Opens what carries a talk with a TURN server, as its address says.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "config/base/host_port.h"
#include "config/spec/turn_address.h"
#include "probes/fact.h"
#include "probes/network/turn/line.h"

namespace deskready::network::turn {

/// To a numeric address; the certificate of TLS has to be for `name`. Datagrams are there at once; connecting
/// blocks 5 s at most and returns soon after `stop`. The error is target_failed with the reason, or stopped.
tl::expected<std::unique_ptr<Line>, Unmeasured> open_line(TurnTransport transport, const HostPort& place,
                                                          const std::string& name,
                                                          const std::stop_token& stop);

}  // namespace deskready::network::turn
