#include "probes/network/tcp_counters.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>

namespace deskready::network {

std::optional<TcpCounters> tcp_counters(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (fd < 0 || getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return std::nullopt;
  if (size < offsetof(tcp_info, tcpi_bytes_retrans) + sizeof info.tcpi_bytes_retrans) return std::nullopt;
  return TcpCounters{info.tcpi_bytes_sent,  info.tcpi_bytes_received,
                     info.tcpi_bytes_acked, info.tcpi_total_retrans,
                     info.tcpi_rtt / 1e6,   std::uint64_t{info.tcpi_segs_out} + info.tcpi_segs_in};
}

}  // namespace deskready::network
