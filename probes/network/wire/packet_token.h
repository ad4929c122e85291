// The keyed token in each STAMP packet: only who finished the handshake gets an answer, and nobody can answer
// ahead.
#pragma once

#include <array>
#include <cstdint>

#include "probes/network/wire/stamp.h"

namespace deskready::network {

using PacketKey = std::array<unsigned char, 32>;

/// Keyed BLAKE2b over session id and sequence number, and over what stands in the session's tag.
PacketToken packet_token(const PacketKey& key, std::uint16_t ssid, std::uint32_t sequence,
                         const std::optional<SessionTag>& tag = {});

/// In constant time.
bool same(const PacketToken& a, const PacketToken& b);

}  // namespace deskready::network
