// How a call over the recorded line would be rated, by the E-model. Pure.
#pragma once

#include "probes/network/line/call/delay_figures.h"
#include "probes/network/line/call/emodel.h"
#include "probes/network/line/call/loss_figures.h"

namespace deskready::network {

/// Of the worse direction: 20 ms packets, half the round trip, a jitter buffer of the 99th percentile of
/// delay variation and at least 40 ms; packets lost or later than the buffer count as lost. All outlive it.
class CallScore {
 public:
  CallScore(const CallRecord& record, const DelayFigures& delays, const LossFigures& losses);

  /// The rating on the codec's scale, or the opinion score that belongs to it.
  Answer score(const Codec& codec, bool opinion) const;

 private:
  Answer of_direction(const Codec& codec, Direction direction) const;

  const CallRecord& record_;
  FactMaker make_;
  const DelayFigures& delays_;
  const LossFigures& losses_;
};

}  // namespace deskready::network
