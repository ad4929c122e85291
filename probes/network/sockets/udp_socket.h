// A datagram socket to one place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "probes/network/sockets/datagram.h"

namespace deskready::network {

/// Nothing here waits, but for readable(). Not thread-safe.
class UdpSocket {
 public:
  UdpSocket() = default;  ///< none
  /// Connected to a numeric address, from a port that the system chooses.
  UdpSocket(const std::string& address, std::uint16_t port);
  ~UdpSocket();
  UdpSocket(UdpSocket&& other) noexcept { *this = std::move(other); }
  UdpSocket& operator=(UdpSocket&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(error_, other.error_);
    std::swap(taken_, other.taken_);
    return *this;
  }
  int fd() const { return fd_; }
  bool connected() const { return fd_ >= 0 && error_ == 0; }
  int error() const { return error_; }  ///< the system's number for why it is not connected

  /// 0, or the system's number for why the datagram did not leave.
  int send(std::span<const unsigned char> datagram) const;
  /// Whether a machine on the way or at its end answered since the last call that the port is closed.
  bool was_refused() const;
  /// One datagram that waits to be taken; nothing where there is none, and once behind most_at_once of them:
  /// whoever takes all that wait comes back to its clock, however fast somebody sends. What does not fit is
  /// cut off.
  std::optional<Datagram> receive(std::span<unsigned char> buffer) const;
  static constexpr int most_at_once = 4096;
  /// From here on the system stamps what comes, and numbers and stamps what leaves, from 0. False where it
  /// will not: then receive() stamps, and nothing tells when a datagram left.
  bool stamp_both_ways() const;
  /// One stamp that waits to be taken; nothing where there is none.
  std::optional<TransmitStamp> next_transmit_stamp() const;
  /// From here on send() fails where this computer's own queue is full; else the system says that it was
  /// sent.
  void report_refusals() const;
  /// Room for datagrams that wait to be taken, as far as the system grants it.
  void make_room(std::size_t bytes) const;

 private:
  int fd_ = -1;
  int error_ = 0;
  mutable int taken_ = 0;  ///< one after the other
};

/// Whether the error that send() gave means that this computer's own queue is full.
bool queue_is_full(int error);

/// Waits until one has a datagram or an error to take, but not past `deadline_ns` of monotonic_ns(); which
/// these are, by their place.
std::vector<std::size_t> readable(const std::vector<UdpSocket>& sockets, std::int64_t deadline_ns);

/// The same of one socket.
void wait_readable(const UdpSocket& socket, std::int64_t deadline_ns);

}  // namespace deskready::network
