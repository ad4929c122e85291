// When a line that changes is loaded again, and for how long. Pure.
#pragma once

#include <optional>
#include <span>

#include "probes/network/line/load/tcp_load.h"
#include "probes/statistics/sampled_mean.h"

namespace deskready::network {

/// One load at random inside each of equal parts of the time that is to come.
struct Strata {
  std::size_t loads = 0;  ///< one in each part
  double seconds = 0;     ///< of each part, for one direction; two that share the time need both of theirs
  double skip = 0;        ///< seconds left out of each load: what slow start needs
  double steady = 0;      ///< seconds of each load after that
  double trip = 0;        ///< seconds
};

/// Seconds of one load, with how it begins.
double load_seconds(const Strata& strata);

/// What is to come after a first load that brought `first` so far. Nothing for a line that changes little
/// from batch to batch, or only by one step: it may have a policer's bucket, which every pause would refill,
/// so that it is loaded without one. Nothing either where fewer than three more loads fit into 1.15 times
/// what `plan` would take: a line that changes costs no more than that. `trip`: round trip of the idle line.
std::optional<Strata> strata_for(const Rate& first, const LoadPlan& plan, double trip);

/// Of one of these loads; `left`: bytes on the wire that it may cost.
LoadPlan plan_of_one(const LoadPlan& first, const Strata& strata, std::uint64_t left);

/// What the loads of one direction say together of the time from the first to the last, pauses included;
/// bit/s. Of one load its own interval, and no deviation.
statistics::SampledMean rate_of_all(std::span<const Rate> rates);

/// Seconds from the first load's first batch to the last one's end.
double seconds_of_all(std::span<const Rate> rates);

}  // namespace deskready::network
