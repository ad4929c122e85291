// A row of packets at even times to somebody who sends each back, and the record of what came back.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <tl/expected.hpp>

#include "probes/fact.h"
#include "probes/network/line/packets/stream_record.h"
#include "probes/network/sockets/udp_socket.h"
#include "probes/network/stun/layout.h"

namespace deskready::network::stun {

struct Echoed {
  double packets_per_second = 0;
  std::size_t packets = 0;        ///< how many
  std::size_t payload_bytes = 0;  ///< of UDP, of each that is sent
  bool ipv6 = false;
  std::function<Bytes(std::size_t number)> packet;  ///< asked once for each, in their order, as it leaves
  /// Which packet a datagram brings back; nothing for what brings back none, which counts as forged.
  std::function<std::optional<std::size_t>(View datagram)> number_of;
  /// Why no more is sent, by what came back so far; asked about five times a second. May be empty.
  std::function<std::optional<Unmeasured>(std::span<const StreamPacket>)> gives_way = {};
};

/// Packets leave on absolute deadlines whatever came back: one that does not come back is lost, there or
/// back, or nobody sent it back. Of each packet `sent` and `back` are known, and never which way it was lost.
/// Blocks for the row and for what is still on its way then, half as long again as the longest round trip, at
/// most 3 s; 2 s where nothing comes at all; returns soon after `stop`. `spend` is told each packet's payload
/// as it leaves and comes back; after false nothing more is sent. `detail` counts packets, answered,
/// duplicates, forged and not_sent. The error is failed where this computer cannot send, or why the row gave
/// way. `socket` has to be
/// connected to whoever sends back; its stamps are read from here on.
tl::expected<StreamRecord, Unmeasured> send_and_take_back(const UdpSocket& socket, const Echoed& row,
                                                          const std::stop_token& stop,
                                                          const std::function<bool(std::size_t)>& spend);

}  // namespace deskready::network::stun
