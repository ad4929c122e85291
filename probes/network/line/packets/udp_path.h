// The way of packets to the far end: a connected socket, and the proof that answers come back to it.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <tl/expected.hpp>

#include "probes/network/far_end/far_end.h"
#include "probes/network/sockets/udp_socket.h"

namespace deskready::network {

struct UdpPath {
  UdpSocket socket;
  std::uint64_t echo = 0;  ///< for the tag of each packet; 0 where the far end asks for none
};

/// A far end of wire protocol 2 answers packets to an address only after it was answered from there: this
/// computer's UDP may come from another address than its TCP. Asks up to ten times within 3 s, each time from
/// a port of its own, for the far end answers each once, and in turn at the address that it names for UDP and
/// at that of its TCP; the port that was answered is the path's. `spend` is told each packet's payload as it
/// leaves and comes back; false ends the asking. The error is budget, stopped, or far_end_failed or
/// far_end_busy with the reason: that nothing can be sent, or that nothing comes back, see why_silent().
tl::expected<UdpPath, Unmeasured> udp_path(const Session& session, const std::stop_token& stop,
                                           const std::function<bool(std::size_t)>& spend);

}  // namespace deskready::network
