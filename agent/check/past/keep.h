// Where a run's reports stay at home.
#pragma once

#include <vector>

#include "agent/check/request/attendant.h"
#include "reports/document/report.h"

namespace deskready {

/// Says in each report what the history knows of its findings and of its computer, then keeps it there.
/// Remarks what could not be kept.
void keep(std::vector<Report>& reports, bool unattended, Attendant& attendant);

}  // namespace deskready
