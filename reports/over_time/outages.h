// When the line was down, as far as the checks of it show. Pure.
#pragma once

#include "config/settings/work_hours.h"
#include "reports/over_time/fact_series.h"

namespace deskready {

/// Whether a check of network.latency shows that the line was up or down; one that never tried (no far end
/// given, not selected, held back) shows neither.
bool tells_of_line(const CheckedFact& check);

/// s. An outage's length is known only to the checks around it: from the first that was down to the next that
/// was up, at least to the last that was down, at most from the last that was up before.
struct OutageLength {
  double length = 0, shortest = 0, longest = 0;
};

struct Outages {
  int count = 0;
  int checks_down = 0;
  OutageLength longest;
  OutageLength all;  ///< added up
};

/// `line` holds only checks that tell of the line. With `hours`, an outage ends with the shift it began in.
Outages outages_of(const FactSeries& line, const WorkHours* hours);

}  // namespace deskready
