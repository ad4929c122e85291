// What the history adds to a finding: since when it fails, when it was last met.
#pragma once

#include <vector>

#include "reports/history/history.h"

namespace deskready {

/// To be called before the report itself is saved. A finding that is not met, or too close to call, gets the
/// arguments "failing_since" and "last_met" (RFC 3339), as far as `standing`, the history's rules of the
/// report's spec, knows them; one that fails for the first time gets no "failing_since".
void add_standing(Report& report, const std::vector<RuleStanding>& standing);

}  // namespace deskready
