// The STAMP session-reflector: answers packets of known sessions, at their own size, with kernel receive
// times.
#pragma once

#include <cstdint>
#include <thread>

#include "probes/network/responder/admission.h"

namespace deskready::network {

class Reflector {
 public:
  /// Takes over the bound UDP socket and answers on a thread of its own until destroyed.
  Reflector(int fd, const Admission& admission);
  ~Reflector();
  Reflector(const Reflector&) = delete;
  Reflector& operator=(const Reflector&) = delete;

 private:
  void run(const std::stop_token& stop);
  int fd_;
  const Admission& admission_;
  std::jthread thread_;
};

/// The numeric address of a socket address; an IPv4 address in IPv6 clothes is IPv4.
std::string numeric_address(const void* sockaddr_storage_bytes);

}  // namespace deskready::network
