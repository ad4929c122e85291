// Rules and facts become findings and a verdict. Pure: no clock, no files, no globals.
#pragma once

#include <vector>

#include "reports/assess/circumstances.h"
#include "reports/assess/finding.h"

namespace deskready {

struct Assessment {
  std::vector<Finding> findings;  ///< in the order of the spec's rules, then its choices, then its questions
  Verdict verdict = Verdict::incomplete;
};

/// `attempts` are the measurements in order of time, at least one; a later attempt holds only what was
/// measured again. A required rule about a measured network fact is `not_met` only when two attempts fail it
/// and the last does not pass; a pass beside a failure, in either order, is `borderline` ("unstable"), and so
/// is a pass beside an attempt that decides nothing; one failure alone is `not_measured` (`undecided`). What
/// a public speed test cannot show, deskready's own lists only recommend then, so the verdict is at best
/// `ready_with_warnings`.
Assessment assess(const Spec& spec, const std::vector<Facts>& attempts, const Circumstances& circumstances);

/// Rules whose first attempt fails and that deserve a second look; the keys to measure again.
std::vector<FactKey> second_look(const Spec& spec, const Facts& first, const Circumstances& circumstances);

/// Whether a failure of this rule is measured once more before it counts.
bool needs_two_failures(const Rule& rule);

/// What findings come to; the half of assess() that needs no spec. `expired`: the spec was past its date.
Verdict verdict_of(const std::vector<Finding>& findings, bool expired);

}  // namespace deskready
