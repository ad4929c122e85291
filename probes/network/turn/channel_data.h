// ChannelData: what a TURN server relays, behind a header of four bytes (RFC 8656, section 12.4). Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "probes/network/stun/layout.h"

namespace deskready::network::turn {

using stun::Bytes;
using stun::View;

inline constexpr std::size_t channel_header = 4;
inline constexpr std::uint16_t first_channel = 0x4000, last_channel = 0x4FFF;

struct ChannelData {
  std::uint16_t channel = 0;
  View data;  ///< of the datagram that it was read from
};

/// The bytes of one datagram. `data` has at most 65,535 bytes.
Bytes channel_packet(std::uint16_t channel, View data);

/// Reads one whole datagram; up to three bytes of padding may follow. Nothing for what is none, as where it
/// is shorter than it says or its channel lies outside those that RFC 8656 allows.
std::optional<ChannelData> channel_data(View datagram);

}  // namespace deskready::network::turn
