#include "probes/network/sockets/tcp_handshake.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "probes/network/sockets/linux/socket_address.h"
#include "probes/network/sockets/tcp_counters.h"

namespace deskready::network {

std::optional<double> time_handshake(const std::string& address, std::uint16_t port,
                                     const std::stop_token& stop) {
  const auto to = socket_address(address, port);
  if (!to) return std::nullopt;
  const int fd = socket(to->family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::nullopt;
  connect(fd, to->get(), to->size);
  pollfd out{fd, POLLOUT, 0};
  for (int i = 0; i < 20 && out.revents == 0 && !stop.stop_requested(); ++i) poll(&out, 1, 100);
  const auto counters = tcp_counters(fd);
  close(fd);
  if (out.revents != POLLOUT || !counters || counters->repeated_segments > 0 || counters->round_trip == 0)
    return std::nullopt;
  return counters->round_trip;
}

}  // namespace deskready::network
