// The address of a STUN server as a spec may name it: "stun:host" or "stun:host:port" (RFC 7064).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/base/host_port.h"
#include "config/spec/far_end_url.h"

namespace deskready {

/// Port 3478 where none is written. The error says what to write instead. Whether the host's address is
/// public is seen when asking.
tl::expected<HostPort, UrlFault> read_stun_address(std::string_view text);

/// Whether a few packets may go to this port of whomever a spec, or a server that it names, points at: those
/// of STUN and TURN, of two large services of it, and those that a far end may have.
bool stun_port_allowed(std::uint16_t port);

/// Those ports, as a sentence lists them.
std::string stun_ports_allowed();

}  // namespace deskready
