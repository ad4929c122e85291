// When the next check is due. Pure: it is told the time, so that a test can play a night's sleep in a
// microsecond.
#pragma once

#include <chrono>

#include "probes/fact.h"

namespace deskready {

/// Both clocks at one moment. Wall time says which slot it is; the monotonic clock, which stands still during
/// sleep, tells a sleep or a step of the wall clock from time that simply passed.
struct Moment {
  WallTime wall{};
  std::chrono::nanoseconds monotonic{};
};

/// Checks at fixed slots of the wall clock: those moments at which (time since 1970 - phase) is a multiple of
/// `every`. However much was missed, by sleep, by a stopped process or by a step of the clock, one catch-up
/// makes up for it, a little after the return, when the line and the sound server are back. No two checks are
/// closer than half of `every` by the monotonic clock, catch-ups after a sleep apart. Not thread-safe.
class Schedule {
 public:
  /// `phase` is taken modulo `every`: a value fixed for each machine spreads the load of many. `last_check`
  /// is the time of the newest report, WallTime{} when there is none.
  Schedule(std::chrono::nanoseconds every, std::chrono::nanoseconds phase, Moment now, WallTime last_check);

  /// Whether a check is due; true once for each slot. To be asked at next(), and at least every 30 s so that
  /// the end of a sleep is seen.
  bool due(Moment now);

  /// A check began for another reason; a slot that is nearer than half of `every` is dropped.
  void began(Moment now);

  WallTime next() const { return next_; }

 private:
  WallTime slot_after(WallTime time) const;
  void plan_after(Moment now);

  std::chrono::nanoseconds every_;
  std::chrono::nanoseconds phase_;
  std::chrono::nanoseconds settle_;
  Moment seen_;
  std::chrono::nanoseconds earliest_{};  ///< monotonic; no sooner slot is planned
  WallTime next_{};
};

}  // namespace deskready
