// Holds the run's seconds of load: what no longer fits is not begun.
#pragma once

#include "probes/probe.h"

namespace deskready {

/// For one step of a plan; asks `inner` first. A load lasts from may_load() until the next one or until the
/// guard is gone, so what is counted includes how it begins and drains. Used by one thread.
class LoadGuard : public Guard {
 public:
  /// `longest`: seconds that one load of this step lasts at most; a line that goes dead under it may take
  /// longer to be given up, and is not loaded then. `counts`: false for a far end on this machine. References
  /// outlive it.
  LoadGuard(Guard& inner, const Clock& clock, BudgetMeter& budget, double longest, bool counts)
      : inner_(inner), clock_(clock), budget_(budget), longest_(longest), counts_(counts) {}
  ~LoadGuard() override { end(); }
  LoadGuard(const LoadGuard&) = delete;
  LoadGuard& operator=(const LoadGuard&) = delete;

  std::optional<Unmeasured> may_play() override { return inner_.may_play(); }
  /// Cause `budget` when the load may outlast what is left.
  std::optional<Unmeasured> may_load() override;

 private:
  void end();

  Guard& inner_;
  const Clock& clock_;
  BudgetMeter& budget_;
  const double longest_;
  const bool counts_;
  std::optional<std::chrono::nanoseconds> since_;
};

}  // namespace deskready
