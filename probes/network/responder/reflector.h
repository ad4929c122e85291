// The STAMP session-reflector: answers packets of known sessions, at their own size, with kernel receive
// times.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "probes/network/linux/timestamps.h"
#include "probes/network/responder/shares/flows.h"

namespace deskready::network {

class Reflector {
 public:
  /// Takes over the bound UDP socket and answers on a thread of its own until destroyed.
  Reflector(int fd, const Admission& admission, const std::vector<Prefix>& trusted);
  ~Reflector();
  Reflector(const Reflector&) = delete;
  Reflector& operator=(const Reflector&) = delete;

  /// Of the packets answered since the last call: the longest time from the kernel's stamp to the answer.
  std::int64_t longest_dwell_ns() { return longest_dwell_ns_.exchange(0); }

  /// Networks with a larger share, for the flows that begin from here on; from any thread.
  void trust(const std::vector<Prefix>& networks);

  /// Packets since the start; from any thread.
  std::uint64_t answered() const { return answered_; }
  std::uint64_t unanswered(Unanswered why) const { return unanswered_[static_cast<std::size_t>(why)]; }

 private:
  void run(const std::stop_token& stop);
  void answer(const Datagram& datagram, std::span<unsigned char> packet);
  int fd_;
  std::mutex mutex_;
  Flows flows_;  ///< under mutex_
  std::atomic<std::int64_t> longest_dwell_ns_{0};
  std::atomic<std::uint64_t> answered_{0};
  std::array<std::atomic<std::uint64_t>, kinds_of_unanswered> unanswered_{};
  std::jthread thread_;
};

/// The numeric address of a socket address; an IPv4 address in IPv6 clothes is IPv4.
std::string numeric_address(const void* sockaddr_storage_bytes);

}  // namespace deskready::network
