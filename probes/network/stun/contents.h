// What single attributes of a STUN message say (RFC 8489, section 14). Pure.
#pragma once

#include <optional>
#include <string>

#include "config/base/host_port.h"
#include "probes/network/stun/message.h"

namespace deskready::network::stun {

/// Where the asker is, numeric, as the server sees it: XOR-MAPPED-ADDRESS, else the MAPPED-ADDRESS of servers
/// of RFC 3489. Nothing without one, or where it is malformed.
std::optional<HostPort> mapped_address(const Message& message);

/// Where an error 300 sends. Nothing without, or where it is malformed or names port 0.
std::optional<HostPort> alternate_server(const Message& message);

/// Of what a TURN server relays (XOR-RELAYED-ADDRESS; RFC 8656, section 18.5), numeric. Nothing without, or
/// where it is malformed or has port 0.
std::optional<HostPort> relayed_address(const Message& message);

/// The value of an XOR-PEER-ADDRESS or its like in a message of that transaction. Nothing where the host is
/// not numeric.
std::optional<Bytes> hidden_address(const HostPort& endpoint, const TransactionId& id);

/// The bytes of an attribute as a text; nothing without, or where it is empty or longer than `most`.
std::optional<std::string> text_in(const Message& message, Type type, std::size_t most);

/// 300 to 699; nothing without, or where it is malformed.
std::optional<int> error_code(const Message& message);

}  // namespace deskready::network::stun
