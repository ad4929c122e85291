// Loss, its bursts, reordering and duplicates of a recorded call. Pure.
#pragma once

#include <optional>
#include <vector>

#include "probes/network/line/call/fact_maker.h"

namespace deskready::network {

/// The record outlives it.
class LossFigures {
 public:
  explicit LossFigures(const CallRecord& record);

  Answer loss(const FactKey& key, Direction direction, double alpha = statistics::alpha_95) const;
  Answer burst_ratio() const;
  Answer reordering(Direction direction, double alpha) const;
  Answer duplicates() const;

  /// Why there are no losses to be told: the far end was gone before the stream's end, or this computer did
  /// not send too many of the packets.
  const std::optional<Unmeasured>& why_none() const { return why_none_; }
  /// A row of the packets that took this direction, true for those that did not arrive. One that came later
  /// than `buffer` (seconds above the least delay) counts as lost; one that this computer's own kernel
  /// refused took no direction.
  std::vector<bool> losses(Direction direction, double buffer) const;
  /// BurstR of packets as far apart as the call's: each phase of the dense row is one such call.
  double burst_ratio_of_call(const std::vector<bool>& lost) const;

 private:
  const CallRecord& record_;
  FactMaker make_;
  std::vector<Fate> fates_;
  std::optional<Unmeasured> why_none_;
};

}  // namespace deskready::network
