// By TCP_INFO; a file of its own because the kernel's header and glibc's exclude each other. Kernels
// before 4.19 count too little.
#include "probes/network/sockets/tcp_counters.h"

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
  TcpCounters counters;
  counters.bytes_sent = info.tcpi_bytes_sent;
  counters.bytes_received = info.tcpi_bytes_received;
  counters.bytes_acked = info.tcpi_bytes_acked;
  counters.repeated_segments = info.tcpi_total_retrans;
  counters.round_trip = info.tcpi_rtt / 1e6;
  counters.segments = std::uint64_t{info.tcpi_segs_out} + info.tcpi_segs_in;
  counters.segments_arrived = info.tcpi_data_segs_in;
  counters.segments_delivered = info.tcpi_delivered;
  counters.segment_bytes_in = info.tcpi_rcv_mss;
  counters.segment_bytes_out = info.tcpi_snd_mss;
  counters.out_of_order = info.tcpi_rcv_ooopack > 0;
  return counters;
}

}  // namespace deskready::network
