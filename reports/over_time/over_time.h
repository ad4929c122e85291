// Rules that the history decides, and facts that no single check can measure. Pure.
#pragma once

#include <tl/expected.hpp>

#include "config/settings/work_hours.h"
#include "config/spec/spec.h"
#include "reports/over_time/fact_series.h"

namespace deskready {

/// Whether the history decides this rule: it has a window of hours or days, or asks about a fact that is
/// from_history.
bool is_over_time(const Rule& rule);

/// The window that the rule names; 14 days where it names none.
OverTime window_of(const Rule& rule);

/// What the rule's window before `now` holds, as one fact to be judged; `samples` is the number of checks
/// that say something. `series` is that of the rule's own key, for a fact that is from_history that of
/// network.latency. `hours` are the job's, for a rule about its shifts; null without any.
///
/// A share is the part of the measured times in which the limit was met: `low` counts those that certainly
/// met it, `high` those that did not certainly miss it. A statistic is one of the figures, with that of their
/// lower and of their upper ends as `low` and `high`; a figure that was disturbed may have been better. Both
/// are monotone: where figures of the series get better, neither end gets worse.
///
/// Fewer than `least_recorded` checks, or checks over less than half of the window, are `too_little_history`;
/// its arguments say how much there is and how much is needed, see too_little_words().
tl::expected<Fact, Unmeasured> over_time(const Rule& rule, const FactSeries& series, const WorkHours* hours,
                                         WallTime now);

}  // namespace deskready
