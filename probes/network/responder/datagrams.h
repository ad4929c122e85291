// The reflector's datagrams: taken many by one call of the system, and answered each by its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace deskready::network {

struct TakenDatagram {
  std::span<unsigned char> bytes;  ///< until the next take(); an answer is written over them
  bool whole = false;              ///< else it was longer, and an answer would not have its size
  std::string address;             ///< the sender's, numeric; see numeric_address.h
  std::uint16_t port = 0;
  std::int64_t received_ns = 0;  ///< CLOCK_REALTIME, by the kernel
  std::uint8_t hops_left = 0;    ///< TTL or hop limit as it arrived
};

/// Not thread-safe. Answers go one by one: of many in one call (sendmmsg) the last leaves after all receivers
/// before it were woken, which the time of departure that it carries would not say; agents would take that
/// for their line's (40 us and more in the median of 250 checks). Segmentation offload (UDP_SEGMENT) cuts one
/// buffer into datagrams to one receiver, and each answer goes to another.
class Datagrams {
 public:
  /// Takes over a bound UDP socket.
  explicit Datagrams(int fd);
  ~Datagrams();
  Datagrams(const Datagrams&) = delete;
  Datagrams& operator=(const Datagrams&) = delete;

  /// Waits up to 100 ms for the first, and takes what is there besides; perhaps nothing.
  std::span<TakenDatagram> take();

  /// Sends `bytes` of one that take() gave back to where it came from, out of the address that it came to: a
  /// computer with several would choose one by itself, and a client takes answers from the address that it
  /// wrote to only. Does not wait; what cannot be sent is lost like any other packet.
  void send_back(const TakenDatagram& datagram);

  static constexpr std::size_t most = 32;  ///< at once

 private:
  struct Kernel;
  std::unique_ptr<Kernel> kernel_;
};

}  // namespace deskready::network
