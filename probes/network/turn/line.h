// What carries a talk with a TURN server: datagrams, or a connection over TCP or TLS.
#pragma once

#include <cstdint>
#include <optional>

#include "probes/network/sockets/udp_socket.h"
#include "probes/network/stun/layout.h"

namespace deskready::network::turn {

/// Not thread-safe.
class Line {
 public:
  virtual ~Line() = default;
  /// 0, or the system's number for why the message did not leave.
  virtual int send(const stun::Bytes& message) = 0;
  /// One whole message that waits to be taken; nothing where there is none, and now and then where there is
  /// one, as UdpSocket::receive().
  virtual std::optional<stun::Bytes> receive() = 0;
  /// Until there may be something to take, but not past `deadline_ns` of monotonic_ns().
  virtual void wait(std::int64_t deadline_ns) = 0;
  /// Nothing more comes or goes.
  virtual bool ended() const = 0;
  /// Whether the other end, or a machine on the way, says that its port is closed.
  virtual bool refused() = 0;
  /// The socket of datagrams; null for a connection, on which what is sent once need not be sent again.
  virtual const UdpSocket* datagrams() const = 0;
};

}  // namespace deskready::network::turn
