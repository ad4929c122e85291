// The reflector's datagrams: taken and answered many by one call of the system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace deskready::network {

struct TakenDatagram {
  std::span<unsigned char> bytes;  ///< until the next take(); the answer is written over them
  bool whole = false;              ///< else it was longer, and an answer would not have its size
  std::string address;             ///< the sender's, numeric; see numeric_address.h
  std::uint16_t port = 0;
  std::int64_t received_ns = 0;  ///< CLOCK_REALTIME, by the kernel
  std::uint8_t hops_left = 0;    ///< TTL or hop limit as it arrived
  bool answer = false;           ///< set by who wants `bytes` sent back
};

/// Not thread-safe. Segmentation offload (UDP_SEGMENT) has no place here: it cuts one buffer into datagrams
/// to one receiver, and each answer goes to another.
class Datagrams {
 public:
  /// Takes over a bound UDP socket.
  explicit Datagrams(int fd);
  ~Datagrams();
  Datagrams(const Datagrams&) = delete;
  Datagrams& operator=(const Datagrams&) = delete;

  /// Waits up to 100 ms for the first, and takes what is there besides; perhaps nothing.
  std::span<TakenDatagram> take();

  /// Sends those that were marked back to where they came from, out of the address that they came to: a
  /// computer with several would choose one by itself, and a client takes answers from the address that it
  /// wrote to only. Does not wait; what cannot be sent is lost like any other packet.
  void send_answers();

  /// At once. The last of as many leaves some 50 us after the first, which their common time of departure
  /// does not say; where packets come one by one, each is answered by itself.
  static constexpr std::size_t most = 32;

 private:
  struct Kernel;
  std::unique_ptr<Kernel> kernel_;
};

}  // namespace deskready::network
