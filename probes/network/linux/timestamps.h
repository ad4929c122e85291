// Kernel timestamps on a UDP socket (SO_TIMESTAMPING, software, CLOCK_REALTIME).
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <span>

#include "probes/machine/clocks.h"

namespace deskready::network {

/// Asks for receive stamps and, with `transmit`, for transmit stamps numbered from 0 in order of sending.
/// False where the kernel will not; the caller then stamps in user space and says so.
bool enable_timestamps(int fd, bool transmit);

/// Asks that send() fails with ENOBUFS for a datagram that this computer's own queue drops; without it the
/// kernel says that it was sent. Errors of the network then stand on the error queue, too.
void report_refusals(int fd);

struct Datagram {
  std::size_t size = 0;
  std::int64_t received_ns = 0;  ///< CLOCK_REALTIME
  bool kernel_stamp = false;     ///< else taken after the call returned
  std::uint8_t hops_left = 0;    ///< TTL or hop limit as it arrived; 0 when tell_hops() did not ask for it
  sockaddr_storage from{};
  socklen_t from_size = 0;
  /// This end's address that it was sent to, where name_own_address() asked for it.
  std::optional<in_pktinfo> to_v4;
  std::optional<in6_pktinfo> to_v6;
};

/// Asks that each datagram tells which of this computer's addresses it came to.
void name_own_address(int fd);

/// Asks that each datagram tells its TTL or hop limit.
void tell_hops(int fd);

/// Sends to where `received` came from, out of the address that it came to: a computer with several would
/// choose one by itself, and a client takes answers from the address that it wrote to only. Does not wait;
/// what cannot be sent is lost like any other packet.
void answer_from_own_address(int fd, std::span<const unsigned char> packet, const Datagram& received);

/// Takes one datagram without waiting; nothing when there is none.
std::optional<Datagram> receive(int fd, std::span<unsigned char> buffer);

struct TransmitStamp {
  std::uint32_t number = 0;  ///< which send, counted from 0
  std::int64_t sent_ns = 0;  ///< CLOCK_REALTIME
};

/// Takes one transmit stamp off the error queue without waiting; other errors there are dropped.
std::optional<TransmitStamp> next_transmit_stamp(int fd);

}  // namespace deskready::network
