#include "probes/network/sockets/stamped_socket.h"

#include "probes/network/linux/timestamps.h"

namespace deskready::network {

StampedSocket::StampedSocket(UdpSocket socket) : socket_(std::move(socket)) {
  if (!socket_.connected()) return;
  enable_timestamps(socket_.fd(), true);
  report_refusals(socket_.fd());
}

int StampedSocket::send(std::span<const unsigned char> datagram) {
  const int error = socket_.send(datagram);
  // A pending ICMP error is told once and has nothing to do with this datagram.
  return error == 0 || queue_is_full(error) ? error : socket_.send(datagram);
}

std::optional<StampedSocket::Left> StampedSocket::next_left() {
  while (const auto stamp = next_transmit_stamp(socket_.fd())) {
    if (const auto at = monotonic_of(stamp->sent_ns)) return Left{stamp->number, *at};
  }
  return std::nullopt;
}

std::optional<StampedSocket::Arrived> StampedSocket::take(std::span<unsigned char> buffer) {
  const auto datagram = receive(socket_.fd(), buffer);
  if (!datagram) return std::nullopt;
  const auto at = monotonic_of(datagram->received_ns);
  return Arrived{datagram->size, at.value_or(monotonic_ns()), datagram->kernel_stamp && at.has_value()};
}

void StampedSocket::wait_until(std::int64_t deadline_ns) const {
  wait_readable(socket_, deadline_ns);
}

}  // namespace deskready::network
