#include "probes/network/sockets/udp_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "probes/network/sockets/linux/socket_address.h"
#include "probes/network/sockets/linux/timestamps.h"

namespace deskready::network {
namespace {

void wait(std::span<pollfd> sockets, std::int64_t deadline_ns) {
  constexpr std::int64_t second_ns = 1'000'000'000;
  const std::int64_t left = std::max<std::int64_t>(deadline_ns - monotonic_ns(), 0);
  const timespec patience{left / second_ns, left % second_ns};
  if (ppoll(sockets.data(), sockets.size(), &patience, nullptr) > 0) return;
  for (pollfd& one : sockets) one.revents = 0;
}

}  // namespace

UdpSocket::UdpSocket(const std::string& address, std::uint16_t port) {
  const auto to = socket_address(address, port);
  if (!to) {
    error_ = EINVAL;
    return;
  }
  fd_ = socket(to->family(), SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd_ < 0 || connect(fd_, to->get(), to->size) != 0) error_ = errno;
}

UdpSocket::~UdpSocket() {
  if (fd_ >= 0) close(fd_);
}

int UdpSocket::send(std::span<const unsigned char> datagram) const {
  return ::send(fd_, datagram.data(), datagram.size(), MSG_DONTWAIT) < 0 ? errno : 0;
}

bool UdpSocket::was_refused() const {
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == ECONNREFUSED;
}

std::optional<Datagram> UdpSocket::receive(std::span<unsigned char> buffer) const {
  auto datagram = taken_ < most_at_once ? network::receive(fd_, buffer) : std::nullopt;
  taken_ = datagram ? taken_ + 1 : 0;
  return datagram;
}

bool UdpSocket::stamp_both_ways() const {
  return enable_timestamps(fd_, true);
}

std::optional<TransmitStamp> UdpSocket::next_transmit_stamp() const {
  return network::next_transmit_stamp(fd_);
}

void UdpSocket::report_refusals() const {
  network::report_refusals(fd_);
}

void UdpSocket::make_room(std::size_t bytes) const {
  const int size = static_cast<int>(bytes);
  setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

bool queue_is_full(int error) {
  return error == ENOBUFS || error == EAGAIN;
}

std::vector<std::size_t> readable(const std::vector<UdpSocket>& sockets, std::int64_t deadline_ns) {
  std::vector<pollfd> waiting;
  for (const UdpSocket& one : sockets) waiting.push_back({one.fd(), POLLIN, 0});
  wait(waiting, deadline_ns);
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i].revents != 0) ready.push_back(i);
  }
  return ready;
}

void wait_readable(const UdpSocket& socket, std::int64_t deadline_ns) {
  pollfd one{socket.fd(), POLLIN, 0};
  wait({&one, 1}, deadline_ns);
}

}  // namespace deskready::network
