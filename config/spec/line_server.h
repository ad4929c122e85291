// The server of a target that the line is measured to: its TURN server, else its STUN server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/base/host_port.h"
#include "config/spec/spec.h"

namespace deskready {

/// As the spec names it, see turn_address.h and stun_address.h; empty where it names neither. A TURN server
/// shows more, so it comes first.
const std::string& line_server(const Target& target);

/// Nothing for what is no address of one.
std::optional<HostPort> line_server_place(std::string_view address);

/// Whether both name the same server, asked in the same way: letter case and what is usual make no
/// difference.
bool same_line_server(std::string_view a, std::string_view b);

/// What a figure carries of the server that it was measured to: 16 hexadecimal digits, the same for the same
/// server asked in the same way. Empty for what is no address of one.
std::string line_server_mark(std::string_view address);

}  // namespace deskready
