// What the mean of another minute may be, on a line that changes. Pure.
#pragma once

#include <optional>

#include "probes/noted.h"
#include "probes/statistics/sampled_mean.h"

namespace deskready::network {

/// A prediction range, never judged: what a look says, times and divided by exp(q (0.3 + deviation / value)),
/// and never narrower than its interval. q is the 95 % quantile of the scores by which such looks missed the
/// minute around them on the lines of a table (other_minutes.def): split conformal prediction, grouped by
/// line, each weighing the same and the line that is to come as much as each (Dunn, Wasserman, Ramdas,
/// Distribution-free prediction sets for two-layer hierarchical models, 2023: pooled distribution functions).
/// It speaks for lines like those; what it holds when each of them is left out of the table stands in
/// docs/benchmarks-varying-lines.md. Nothing where half of the range would be more than the value.
std::optional<OtherMinutes> other_minutes(const statistics::SampledMean& looked);

}  // namespace deskready::network
