// What a socket tells of a datagram beside its bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace deskready::network {

struct Datagram {
  std::size_t size = 0;
  std::int64_t received_ns = 0;  ///< of the wall clock, as realtime_ns()
  bool kernel_stamp = false;     ///< else taken after the call returned
};

struct TransmitStamp {
  std::uint32_t number = 0;  ///< which send, counted from 0
  std::int64_t sent_ns = 0;  ///< of the wall clock, as realtime_ns()
};

}  // namespace deskready::network
