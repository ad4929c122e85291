// From an interval to the bounds of a fact.
#pragma once

#include "probes/fact.h"
#include "probes/statistics/statistics.h"

namespace deskready {

/// Takes over the ends that are finite; a fact has no bound where the interval is open.
void set_bounds(Fact& fact, const statistics::Interval& interval);

}  // namespace deskready
