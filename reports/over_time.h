// Facts that no single run can measure and the history knows.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "reports/history.h"

namespace deskready {

/// Names of these facts in the catalogue.
std::span<const std::string_view> over_time_names();

/// From the last 14 days before `now`: how the line was in each check that tried it. A check in which the far
/// end could not be reached is down; one that never tried (no far end given, not selected, held back) says
/// nothing. `samples` is the number of checks that say something; fewer than 20, or less than a week of them,
/// and the facts are `too_little_history`. An outage's length is known only to the checks around it: the
/// value is from the first check that was down to the next that was up, `low` and `high` what it may have
/// been. `line` is the series of network.latency, in order.
Facts over_time(const std::vector<Sample>& line, WallTime now);

/// Puts those of these facts that `facts` has no value for and that were asked for in place.
void add_over_time(Facts& facts, const History& history, WallTime now);

}  // namespace deskready
