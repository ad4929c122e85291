// The STAMP session-reflector: answers packets of known sessions, at their own size, with kernel receive
// times.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include "probes/network/linux/timestamps.h"
#include "probes/network/responder/admission.h"

namespace deskready::network {

class Reflector {
 public:
  /// Takes over the bound UDP socket and answers on a thread of its own until destroyed.
  Reflector(int fd, const Admission& admission);
  ~Reflector();
  Reflector(const Reflector&) = delete;
  Reflector& operator=(const Reflector&) = delete;

  /// Of the packets answered since the last call: the longest time from the kernel's stamp to the answer.
  std::int64_t longest_dwell_ns() { return longest_dwell_ns_.exchange(0); }

 private:
  struct Flow;
  class Flows;
  void run(const std::stop_token& stop);
  void answer(const Datagram& datagram, std::span<unsigned char> packet, Flows& flows);
  int fd_;
  const Admission& admission_;
  std::atomic<std::int64_t> longest_dwell_ns_{0};
  std::jthread thread_;
};

/// The numeric address of a socket address; an IPv4 address in IPv6 clothes is IPv4.
std::string numeric_address(const void* sockaddr_storage_bytes);

}  // namespace deskready::network
