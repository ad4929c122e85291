#include "probes/network/sockets/tcp_options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <string_view>

namespace deskready::network {

std::string choose_congestion_control(int fd, Sending sending) {
  for (const char* name : {"bbr", "cubic", "reno"}) {
    if (sending == Sending::fills && std::string_view(name) != "reno") continue;
    if (setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name,
                   static_cast<socklen_t>(std::char_traits<char>::length(name))) == 0) {
      break;
    }
  }
  char chosen[16] = {};
  socklen_t size = sizeof chosen - 1;
  getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, chosen, &size);
  return chosen;
}

void set_options(int fd, const TcpOptions& options) {
  if (options.largest_segment > 0)
    setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &options.largest_segment, sizeof options.largest_segment);
  // What waits in this socket when an upload ends still has to cross the line; a slow one would take half a
  // minute.
  const int unsent =
      options.pacing_rate > 0
          ? static_cast<int>(std::clamp<std::uint64_t>(options.pacing_rate / 8 / 20, 8192, 65536))
          : 65536;
  if (options.receive_rate > 0) {
    // What the far end may send ahead of the rate: a quarter of a second.
    const int ahead = static_cast<int>(std::clamp<std::uint64_t>(options.receive_rate / 32, 65536, 4194304));
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &ahead, sizeof ahead);
  }
  if (options.uploads) setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
  if (options.pacing_rate > 0) {
    const std::uint64_t bytes = options.pacing_rate / 8;
    setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &bytes, sizeof bytes);
  }
}

void pace_sending(int fd, std::uint64_t rate) {
  const std::uint64_t bytes = rate / 8;
  setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &bytes, sizeof bytes);
  const int unsent = static_cast<int>(std::clamp<std::uint64_t>(rate / 8 / 50, 16 * 1024, 1024 * 1024));
  setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
}

}  // namespace deskready::network
