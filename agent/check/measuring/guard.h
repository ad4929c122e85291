// What a run may disturb, with and without a person in front of the computer.
#pragma once

#include <stop_token>

#include "agent/machine/call_watch.h"
#include "probes/probe.h"

namespace deskready {

/// For a run that a person started: nothing is in the way. A call on the headset is the sound worker's to
/// notice.
class AttendedGuard : public Guard {
 public:
  std::optional<Unmeasured> may_play() override { return std::nullopt; }
  std::optional<Unmeasured> may_load() override { return std::nullopt; }
};

/// Nothing is played and nothing loaded from the moment at which a call begins, for the rest of the run.
class UnattendedGuard : public Guard {
 public:
  UnattendedGuard();
  std::optional<Unmeasured> may_play() override { return why_not(); }
  std::optional<Unmeasured> may_load() override { return why_not(); }
  /// Requested when a call begins; what plays or loads then has to end.
  std::stop_token call() const { return call_.get_token(); }

 private:
  std::optional<Unmeasured> why_not() const;
  std::stop_source call_;
  CallWatch watch_;
};

}  // namespace deskready
