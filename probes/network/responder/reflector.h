// The STAMP session-reflector: answers packets of known sessions, at their own size, with kernel receive
// times.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "probes/network/responder/datagrams.h"
#include "probes/network/responder/monitoring/strain.h"
#include "probes/network/responder/shares/flows.h"

namespace deskready::network {

class Reflector {
 public:
  /// Takes over the bound UDP socket and answers on a thread of its own until destroyed.
  Reflector(int fd, const Admission& admission, const std::vector<Prefix>& trusted);
  ~Reflector();
  Reflector(const Reflector&) = delete;
  Reflector& operator=(const Reflector&) = delete;

  /// Of the packets answered since the last call: the time from the kernel's stamp to the answer. From any
  /// thread.
  Dwell take_dwell();

  /// Networks with a larger share, for the flows that begin from here on; from any thread.
  void trust(const std::vector<Prefix>& networks);

  /// Packets since the start; from any thread.
  std::uint64_t answered() const { return answered_; }
  std::uint64_t unanswered(Unanswered why) const { return unanswered_[static_cast<std::size_t>(why)]; }

 private:
  void run(const std::stop_token& stop);
  void answer(const TakenDatagram& datagram);
  std::optional<ReflectedPacket> answer_to(const TakenDatagram& datagram);
  Datagrams datagrams_;
  std::mutex mutex_;
  Flows flows_;  ///< under mutex_
  Dwell dwell_;  ///< under mutex_
  std::atomic<std::uint64_t> answered_{0};
  std::array<std::atomic<std::uint64_t>, kinds_of_unanswered> unanswered_{};
  std::jthread thread_;
};

}  // namespace deskready::network
