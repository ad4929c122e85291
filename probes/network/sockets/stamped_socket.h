// A datagram socket whose datagrams are stamped as they leave and as they arrive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "probes/network/sockets/udp_socket.h"

namespace deskready::network {

/// Times are of monotonic_ns(). Nothing here waits, but for wait_until(). Not thread-safe.
class StampedSocket {
 public:
  /// Takes over a connected socket.
  explicit StampedSocket(UdpSocket socket);

  const UdpSocket& socket() const { return socket_; }

  /// 0, or the system's number for why the datagram did not leave.
  int send(std::span<const unsigned char> datagram);

  struct Left {
    std::uint32_t number = 0;  ///< which of those that send() took, counted from 0
    std::int64_t at_ns = 0;
  };
  /// The kernel's word on one that left, once for each; nothing when there is none now, or the kernel does
  /// not tell, or the wall clock, by which it stamps, was set meanwhile.
  std::optional<Left> next_left();

  struct Arrived {
    std::size_t size = 0;
    std::int64_t at_ns = 0;
    bool by_kernel = false;  ///< else the time at which it was taken here
  };
  /// Takes one datagram; nothing when there is none.
  std::optional<Arrived> take(std::span<unsigned char> buffer);

  /// Waits for a datagram or a stamp, but not past `deadline_ns`.
  void wait_until(std::int64_t deadline_ns) const;

 private:
  UdpSocket socket_;
};

}  // namespace deskready::network
