// One TCP transfer that loads the line in one direction, and what was counted of it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "probes/network/far_end/far_end.h"
#include "probes/network/far_end/http_client.h"
#include "probes/network/line/load/noise.h"
#include "probes/network/line/load/rate_figures.h"
#include "probes/probe.h"

namespace deskready::network {

struct LoadPlan {
  bool up = false;
  std::uint64_t rate = 0;        ///< bit/s offered; 0 is as fast as it goes
  double seconds = 3;            ///< at most, from the first byte
  double ramp_most = 0;          ///< added to these: as long as slow start takes, and no longer than this
  std::uint64_t most_bytes = 0;  ///< on the wire, after which it ends like after its time; 0 is no limit
  double batch_seconds = 0.1;    ///< of the rate's interval
  double skip = 0;               ///< seconds left out at the beginning; 0 leaves out slow start as it shows
  bool fills_queue = false;      ///< by a sender that heeds losses only, as far as the sending end can
  /// Looked at ten times a second, from the fifth steady batch on (fourth, of 0.3 s and longer); true ends
  /// the transfer.
  std::function<bool(const Rate& so_far)> enough;
};

/// Of what had arrived, in the batches of the plan.
Rate rate_of(const LoadPlan& plan, std::span<const ByteCount> counts);

/// Used on one thread. A public speed test paces nothing: its download is taken at the rate instead, and
/// without a rate at most 25 MB a direction are asked for.
class TcpLoad {
 public:
  /// `budget` may be null. References outlive it.
  TcpLoad(const Session& session, const LoadPlan& plan, const std::stop_token& stop, BudgetMeter* budget);

  /// Blocks until the transfer has ended; soon after `stop`.
  void run();

  const HttpTransfer& transfer() const { return *transfer_; }
  /// Payload that had arrived: as counted here, or for an upload as the far end's TCP acknowledged it.
  /// Counted in segments of the kernel where they came out of order, since what waits behind a lost one
  /// arrives all at once by count of bytes.
  std::vector<ByteCount> counts() const;
  Rate rate() const;                       ///< of these counts
  double began() const { return began_; }  ///< first byte, CLOCK_MONOTONIC, seconds
  double ended() const { return ended_; }  ///< last byte that was counted, or of an upload acknowledged
  std::uint64_t wire_bytes() const;        ///< both directions, with acknowledgements and repetitions
  bool out_of_budget() const { return out_of_budget_; }
  bool repeated() const { return segment_bytes_ > 0; }  ///< whether anything was lost or came out of order

 private:
  void to_responder(const Session& session);
  void to_public(const Session& session);
  bool received(std::size_t size);
  std::size_t send(char* buffer, std::size_t size);
  bool used_up() const;
  bool over() const;
  bool decided();
  void count();
  double bytes_of_segment(std::uint64_t full, std::uint64_t bytes, std::uint64_t segments);
  void look_at_socket();
  void count_silence();
  void watch();
  void spend(std::size_t payload);

  const LoadPlan plan_;
  const std::stop_token stop_;
  BudgetMeter* const budget_;
  boost::asio::io_context loop_{1};
  boost::asio::steady_timer watch_;
  std::shared_ptr<HttpTransfer> transfer_ = std::make_shared<HttpTransfer>();
  struct Count {
    double at = 0;
    std::uint64_t bytes = 0;     ///< down: as received; up: as acknowledged
    std::uint64_t segments = 0;  ///< the same, with what came out of order
  };
  std::vector<Count> counts_;
  double mean_segment_ = 0;   ///< bytes of those counted, the most that was seen
  double payload_share_ = 0;  ///< of what arrives in order, the most that was seen
  std::optional<std::uint64_t> delivered_at_first_;
  double segment_bytes_ = 0;        ///< payload of a full one; 0 when all came in order
  std::uint64_t bytes_ = 0;         ///< payload handed over or taken
  std::uint64_t socket_bytes_ = 0;  ///< what the socket moved, both directions, from TCP_INFO
  std::uint64_t socket_segments_ = 0;
  std::uint64_t spent_ = 0;
  std::uint64_t size_ = 0;  ///< of an upload that says its size before; 0 for any other
  const bool ipv6_;
  Noise noise_;
  double began_ = 0, ended_ = 0, looked_ = 0;
  double ramp_ = 0;  ///< seconds that slow start took, or has taken so far
  bool enough_ = false, cancelled_ = false, out_of_budget_ = false;
};

}  // namespace deskready::network
