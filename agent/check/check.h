// One check, from specs to reports: plan, consent, measuring, a second look, what earlier checks know.
#pragma once

#include <optional>
#include <stop_token>
#include <tl/expected.hpp>
#include <vector>

#include "agent/check/looks.h"
#include "agent/check/request/attendant.h"
#include "agent/check/request/request.h"
#include "config/settings/settings.h"
#include "config/spec/spec.h"
#include "reports/document/report.h"

namespace deskready {

struct Checked {
  std::vector<Report> reports;  ///< one for each spec, in their order; all are in the history
  std::optional<Report>
      together;                ///< where the specs' needs add up: whether this computer carries all at once
  bool interrupted = false;    ///< by `stop`; the reports say what is missing
  bool nothing_to_do = false;  ///< of a recheck: nothing was measured, and the report is the earlier one
};

/// `specs` are those that `request` names, at least one; a recheck is of one only. Waits for another run of
/// this person. Blocks; starts threads, which have ended when it returns. After a stop request it returns
/// with what there is.
tl::expected<Checked, NotMeasured> run_check(const CheckRequest& request, const std::vector<Spec>& specs,
                                             const Settings& settings, Attendant& attendant,
                                             const std::stop_token& stop);

}  // namespace deskready
