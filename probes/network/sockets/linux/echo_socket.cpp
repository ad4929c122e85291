#include "probes/network/sockets/echo_socket.h"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <map>
#include <vector>

#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/sockets/linux/socket_address.h"
#include "probes/network/sockets/linux/timestamps.h"
#include "probes/network/sockets/udp_socket.h"
#include "probes/network/wire/frame.h"

namespace deskready::network {
namespace {

void wait_for(pollfd* files, std::size_t count, double seconds) {
  if (seconds <= 0) return;
  const timespec patience{static_cast<time_t>(seconds),
                          static_cast<long>((seconds - std::floor(seconds)) * 1e9)};
  ppoll(files, count, &patience, nullptr);
}

std::uint16_t internet_checksum(const unsigned char* bytes, std::size_t size) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < size; i += 2)
    sum += static_cast<std::uint32_t>(bytes[i] << 8 | bytes[i + 1]);
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

/// Numbers of more than 16 bits stand in the echo's data, so that a late answer is not taken for a new one.
class IcmpSocket : public EchoSocket {
 public:
  IcmpSocket(int fd, bool raw, bool v6) : fd_(fd), raw_(raw), v6_(v6) { enable_timestamps(fd_, false); }
  ~IcmpSocket() override { close(fd_); }

  How how() const override { return How::router_echo; }
  std::uint64_t bytes() const override { return ip_overhead(v6_) + head + content; }

  bool send(std::uint32_t number) override {
    std::array<unsigned char, head + content> packet{};
    packet[0] = v6_ ? ICMP6_ECHO_REQUEST : ICMP_ECHO;
    put(packet.data() + 4, id_);
    put(packet.data() + 6, static_cast<std::uint16_t>(number));
    std::memcpy(packet.data() + head, &number, sizeof number);
    std::memcpy(packet.data() + head + sizeof number, &cookie_, sizeof cookie_);
    // The kernel fills in identifier and checksum of a ping socket, and the checksum of ICMPv6.
    put(packet.data() + 2, internet_checksum(packet.data(), packet.size()));
    return ::send(fd_, packet.data(), packet.size(), MSG_DONTWAIT) > 0;
  }

  std::optional<EchoAnswer> take() override {
    std::array<unsigned char, 512> buffer;
    // Whoever sends what is no answer must not keep the caller from its clock.
    for (int looked = 0; looked < UdpSocket::most_at_once; ++looked) {
      const auto datagram = receive(fd_, buffer);
      if (!datagram) break;
      std::size_t at = 0;
      if (raw_ && !v6_) at = static_cast<std::size_t>(buffer[0] & 15) * 4;
      if (datagram->size < at + head + sizeof(std::uint32_t) + sizeof cookie_) continue;
      const unsigned char* icmp = buffer.data() + at;
      std::uint32_t number = 0;
      std::uint64_t cookie = 0;
      std::memcpy(&number, icmp + head, sizeof number);
      std::memcpy(&cookie, icmp + head + sizeof number, sizeof cookie);
      if (icmp[0] != (v6_ ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY) || cookie != cookie_) continue;
      const auto stamp = monotonic_of(datagram->received_ns);
      return EchoAnswer{number, stamp ? to_seconds(*stamp) : monotonic_seconds()};
    }
    return std::nullopt;
  }

  void wait(double seconds) override {
    pollfd in{fd_, POLLIN, 0};
    wait_for(&in, 1, seconds);
  }

 private:
  static constexpr std::size_t head = 8;
  static constexpr std::size_t content = 56;  ///< as ping(8) sends
  static void put(unsigned char* at, std::uint16_t value) {
    at[0] = static_cast<unsigned char>(value >> 8);
    at[1] = static_cast<unsigned char>(value);
  }
  const int fd_;
  const bool raw_, v6_;
  const std::uint64_t cookie_ = static_cast<std::uint64_t>(monotonic_ns());
  const std::uint16_t id_ = static_cast<std::uint16_t>(getpid());
};

/// Each echo is a connection attempt; a refusal is as good a sign of life as an acceptance. A lost one is not
/// tried again by us, and the kernel's own second attempt comes after the patience of whoever asks.
class TcpSocket : public EchoSocket {
 public:
  explicit TcpSocket(const SocketAddress& router) : router_(router) {}
  ~TcpSocket() override {
    for (const auto& [number, fd] : open_) close(fd);
  }

  How how() const override { return How::router_handshake; }
  std::uint64_t bytes() const override { return empty_connection(router_.v6()) / 2; }

  bool send(std::uint32_t number) override {
    const int fd = socket(router_.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return false;
    const int done = connect(fd, router_.get(), router_.size);
    if (done != 0 && errno != EINPROGRESS && errno != ECONNREFUSED) {
      close(fd);
      return false;
    }
    open_[number] = fd;
    return true;
  }

  std::optional<EchoAnswer> take() override {
    for (auto& [number, fd] : open_) {
      pollfd out{fd, POLLOUT, 0};
      if (poll(&out, 1, 0) <= 0) continue;
      int error = 0;
      socklen_t size = sizeof error;
      getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
      const EchoAnswer answer{number, monotonic_seconds()};
      close(fd);
      open_.erase(answer.number);
      if (error == 0 || error == ECONNREFUSED) return answer;
      return std::nullopt;
    }
    return std::nullopt;
  }

  void wait(double seconds) override {
    std::vector<pollfd> files;
    for (const auto& [number, fd] : open_) files.push_back({fd, POLLOUT, 0});
    wait_for(files.data(), files.size(), seconds);
  }

 private:
  const SocketAddress router_;
  std::map<std::uint32_t, int> open_;
};

/// A port of the router that answers at all, or nothing. Home routers serve names or a page of their own.
std::unique_ptr<EchoSocket> tcp_socket(const std::string& address, const std::string& device) {
  for (const std::uint16_t port : std::initializer_list<std::uint16_t>{53, 80, 443}) {
    const auto router = socket_address(address, port, device);
    if (!router) return nullptr;
    TcpSocket attempt(*router);
    if (!attempt.send(0)) continue;
    attempt.wait(0.3);
    if (attempt.take()) return std::make_unique<TcpSocket>(*router);
  }
  return nullptr;
}

}  // namespace

tl::expected<std::unique_ptr<EchoSocket>, Unmeasured> EchoSocket::open(const std::string& address,
                                                                       const std::string& device) {
  const auto router = socket_address(address, 0, device);
  if (!router) return tl::unexpected(unmeasured(Cause::failed, Detail::router_address_unread));
  const int protocol = router->v6() ? static_cast<int>(IPPROTO_ICMPV6) : static_cast<int>(IPPROTO_ICMP);
  for (const int type : {SOCK_DGRAM, SOCK_RAW}) {
    const int fd = socket(router->family(), type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    if (fd < 0) continue;
    if (connect(fd, router->get(), router->size) != 0) {
      const Unmeasured why = unmeasured(
          Cause::failed, {Detail::router_unreachable, {{"system", SystemText(std::strerror(errno))}}});
      close(fd);
      return tl::unexpected(why);
    }
    return std::make_unique<IcmpSocket>(fd, type == SOCK_RAW, router->v6());
  }
  if (auto tcp = tcp_socket(address, device)) return tcp;
  return tl::unexpected(unmeasured(Cause::no_permission, Detail::echo_forbidden));
}

}  // namespace deskready::network
