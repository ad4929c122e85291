// Kernel timestamps on a UDP socket (SO_TIMESTAMPING, software, CLOCK_REALTIME).
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <span>

#include "probes/machine/clocks.h"
#include "probes/network/sockets/datagram.h"

namespace deskready::network {

/// Asks for receive stamps and, with `transmit`, for transmit stamps numbered from 0 in order of sending.
/// False where the kernel will not; the caller then stamps in user space and says so.
bool enable_timestamps(int fd, bool transmit);

/// The receive or transmit stamp among a message's control data, CLOCK_REALTIME in ns.
std::optional<std::int64_t> stamp_in(msghdr& message);

/// Asks that send() fails with ENOBUFS for a datagram that this computer's own queue drops; without it the
/// kernel says that it was sent. Errors of the network then stand on the error queue, too.
void report_refusals(int fd);

/// Takes one datagram without waiting; nothing when there is none.
std::optional<Datagram> receive(int fd, std::span<unsigned char> buffer);

/// Takes one transmit stamp off the error queue without waiting; other errors there are dropped.
std::optional<TransmitStamp> next_transmit_stamp(int fd);

}  // namespace deskready::network
