// The round trip of one TCP handshake.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

namespace deskready::network {

/// Connects to a numeric address, closes again, and tells the handshake's round trip in seconds as the system
/// timed it. Nothing for a connection that fails, takes more than 2 s or needed a second SYN, and where the
/// system times none. Blocks until then, or until `stop`.
std::optional<double> time_handshake(const std::string& address, std::uint16_t port,
                                     const std::stop_token& stop);

}  // namespace deskready::network
