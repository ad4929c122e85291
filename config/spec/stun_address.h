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

/// Whether both name the same server: letter case and the usual port make no difference.
bool same_stun_server(std::string_view a, std::string_view b);

/// What a figure carries of the server that it was measured to: 16 hexadecimal digits, the same for the same
/// server. Empty for what is no address of one.
std::string stun_server_mark(std::string_view address);

}  // namespace deskready
