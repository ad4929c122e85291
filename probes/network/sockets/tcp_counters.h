// What the system counts of one TCP connection.
#pragma once

#include <cstdint>
#include <optional>

namespace deskready::network {

struct TcpCounters {
  std::uint64_t bytes_sent = 0;  ///< payload, repetitions included
  std::uint64_t bytes_received = 0;
  std::uint64_t bytes_acked = 0;
  std::uint64_t repeated_segments = 0;
  double round_trip = 0;  ///< smoothed, seconds; 0 before the first. Right after connect: that of the SYN
  std::uint64_t segments = 0;            ///< both directions, those without payload included
  std::uint64_t segments_arrived = 0;    ///< with payload, in whatever order, repetitions included
  std::uint64_t segments_delivered = 0;  ///< of those sent, what the other end has, in whatever order
  std::uint64_t segment_bytes_in = 0;    ///< payload of a full segment that arrives
  std::uint64_t segment_bytes_out = 0;   ///< and of one that is sent
  bool out_of_order = false;             ///< a segment arrived before one that was sent earlier
};

/// Nothing for what is no connection, and where the system does not count.
std::optional<TcpCounters> tcp_counters(int fd);

}  // namespace deskready::network
