// The keyed token in each STAMP packet: only who finished the handshake gets an answer, and nobody can answer
// ahead.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "probes/network/wire/stamp.h"

namespace deskready::network {

using PacketKey = std::array<unsigned char, 32>;

/// Keyed BLAKE2b over session id and sequence number.
PacketToken packet_token(const PacketKey& key, std::uint16_t ssid, std::uint32_t sequence);

/// In constant time.
bool same(const PacketToken& a, const PacketToken& b);

/// The key of a client's packets, derived from the responder's secret: it holds nothing for each client.
PacketKey packet_key(const PacketKey& secret, std::string_view client_address, std::uint16_t ssid);

}  // namespace deskready::network
