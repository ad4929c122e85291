// Series from the history as figures for a terminal. Pure.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "config/base/zone/zone.h"
#include "config/units/quantity.h"
#include "reports/history/history.h"

namespace deskready {

/// What a chart may take of a page.
struct ChartSize {
  int bars = 60;          ///< columns of bars at most; fewer where the page has no room for them
  int height = 6;         ///< lines of bars
  std::size_t page = 80;  ///< columns for all
};

/// A chart of the samples' numbers over time, in eighths of a character, with the highest column and the foot
/// (zero, or the lowest where it is below) beside it, the first and last day and the range of all figures
/// below. A column is the median of the samples that fall into it; one without samples
/// stays empty, and one in which nothing could be measured shows "?" below. Empty without any number.
std::string chart(const std::vector<Sample>& samples, Unit unit, const cctz::time_zone& zone,
                  const ChartSize& size);

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

/// The week as a table: a line a day, a sign an hour, and a sentence for each part of the day, on a page of
/// `width` columns.
std::string week_table(const WeekShare& week, std::size_t width);

}  // namespace deskready
