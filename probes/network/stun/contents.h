// What single attributes of a STUN message say (RFC 8489, section 14). Pure.
#pragma once

#include <optional>

#include "config/base/host_port.h"
#include "probes/network/stun/message.h"

namespace deskready::network::stun {

/// Where the asker is, numeric, as the server sees it: XOR-MAPPED-ADDRESS, else the MAPPED-ADDRESS of servers
/// of RFC 3489. Nothing without one, or where it is malformed.
std::optional<HostPort> mapped_address(const Message& message);

/// Where an error 300 sends. Nothing without, or where it is malformed or names port 0.
std::optional<HostPort> alternate_server(const Message& message);

/// 300 to 699; nothing without, or where it is malformed.
std::optional<int> error_code(const Message& message);

}  // namespace deskready::network::stun
