// A connection to a TURN server over TCP or TLS.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "config/base/host_port.h"
#include "probes/fact.h"
#include "probes/network/turn/line.h"

namespace deskready::network::turn {

/// As open_line() says it. No proxy stands in: calls go through none. Certificates are held against the
/// system's authorities, or those of the file that SSL_CERT_FILE names.
tl::expected<std::unique_ptr<Line>, Unmeasured> connect(bool tls, const HostPort& place,
                                                        const std::string& name, const std::stop_token& stop);

}  // namespace deskready::network::turn
