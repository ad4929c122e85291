#include "probes/network/sockets/tcp_handshake.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "probes/network/sockets/tcp_counters.h"

namespace deskready::network {
namespace {

socklen_t parse(const std::string& address, std::uint16_t port, sockaddr_storage& parsed) {
  auto& v4 = reinterpret_cast<sockaddr_in&>(parsed);
  if (inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    return sizeof v4;
  }
  auto& v6 = reinterpret_cast<sockaddr_in6&>(parsed);
  if (inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) != 1) return 0;
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  return sizeof v6;
}

}  // namespace

std::optional<double> time_handshake(const std::string& address, std::uint16_t port,
                                     const std::stop_token& stop) {
  sockaddr_storage to{};
  const socklen_t size = parse(address, port, to);
  if (size == 0) return std::nullopt;
  const int fd = socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::nullopt;
  connect(fd, reinterpret_cast<const sockaddr*>(&to), size);
  pollfd out{fd, POLLOUT, 0};
  for (int i = 0; i < 20 && out.revents == 0 && !stop.stop_requested(); ++i) poll(&out, 1, 100);
  const auto counters = tcp_counters(fd);
  close(fd);
  if (out.revents != POLLOUT || !counters || counters->repeated_segments > 0 || counters->round_trip == 0)
    return std::nullopt;
  return counters->round_trip;
}

}  // namespace deskready::network
