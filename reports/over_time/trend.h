// Series from the history as figures for a terminal. Pure.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "config/base/zone/zone.h"
#include "config/units/quantity.h"
#include "reports/history/history.h"

namespace deskready {

/// A chart of the samples' numbers over time, `width` columns of `height` lines of eighths, with the highest
/// column and the foot (zero, or the lowest where it is below) beside it, the first and last day and the
/// range of all figures below. A column is the median of the samples that fall into it; one without samples
/// stays empty, and one in which nothing could be measured shows "?" below. Empty without any number.
std::string chart(const std::vector<Sample>& samples, Unit unit, const cctz::time_zone& zone, int width,
                  int height);

/// How often a rule was met.
struct Share {
  int met = 0;
  int judged = 0;  ///< met, borderline or not; what could not be measured is not counted
};

/// By local weekday (Monday first) and hour.
struct WeekShare {
  std::array<std::array<Share, 24>, 7> hours;
  Share of_hours(int from, int to) const;  ///< over all days, [from, to)
  Share all() const { return of_hours(0, 24); }
};
WeekShare week_share(const std::vector<RuleOutcome>& outcomes, const cctz::time_zone& zone);

/// The week as a table: a line a day, a sign an hour, and a sentence for each part of the day.
std::string week_table(const WeekShare& week);

}  // namespace deskready
