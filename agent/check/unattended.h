// A run that nobody attends: what it may disturb, and what earlier runs spare it.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "agent/linux/call_watch.h"
#include "config/spec/spec.h"
#include "probes/probe.h"
#include "reports/history/history.h"

namespace deskready {

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

/// Fills those of `facts.unknown` that are `postponed` or held (`causes`) with the newest value of the spec's
/// reports that was measured after `oldest`; each keeps the time at which it was measured.
void carry_forward(Facts& facts, const std::vector<Cause>& causes, const std::vector<std::string>& spec_names,
                   const History& history, WallTime oldest);

/// Fills what such a run may not hear, play or ask about sound (`refused`, `not_asked`) with what the last
/// attended run found, if that was after `oldest`; each keeps the time at which it was measured.
void carry_sound(Facts& facts, const std::vector<std::string>& spec_names, const History& history,
                 WallTime oldest);

/// How old, in seconds, an attended figure of sound may be that is taken over: as old as a report that proves
/// something (90 days where the spec does not say), and older where every rule about it says so. Whether it
/// is too old for a rule's own `valid` is judged there, with its date.
double attended_seconds(const std::vector<Spec>& specs, std::string_view key);

/// What an unattended run may still use, of the run's, the day's and the month's allowance.
std::uint64_t allowance_left(const Settings& settings, const DataUsed& used);

/// What unattended checks spent of this day's and this month's allowance: since local midnight and since the
/// first of the local month.
DataUsed data_used(const std::vector<Spent>& spent, WallTime now);

/// What data_used() needs, also for as long after `now` as nothing more is spent.
tl::expected<std::vector<Spent>, std::string> spent_lately(const History& history, WallTime now);

}  // namespace deskready
