// Delay, jitter and delay variation of a recorded call. Pure.
#pragma once

#include <vector>

#include "probes/network/line/call/fact_maker.h"

namespace deskready::network {

/// The record outlives it.
class DelayFigures {
 public:
  explicit DelayFigures(const CallRecord& record);

  /// By the key's statistic and window.
  Answer latency(const FactKey& key) const;
  Answer jitter(const FactKey& key, Direction direction, double alpha = statistics::alpha_95) const;
  Answer variation(Direction direction) const;
  /// Seconds; only where any packet of the call came back.
  double longest_trip() const;

 private:
  const CallRecord& record_;
  FactMaker make_;
  std::vector<double> trips_;
  std::vector<StreamPacket> same_size_;  ///< of the dense stream, those that belong to no call
};

}  // namespace deskready::network
