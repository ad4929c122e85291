#include "probes/statistics/bounds.h"

#include <cmath>

namespace deskready {

void set_bounds(Fact& fact, const statistics::Interval& interval) {
  if (std::isfinite(interval.low)) fact.low = interval.low;
  if (std::isfinite(interval.high)) fact.high = interval.high;
}

}  // namespace deskready
