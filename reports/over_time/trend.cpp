#include "reports/over_time/trend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/base/text.h"
#include "reports/document/report.h"
#include "reports/formats/wrapped.h"
#include "reports/words/history_words.h"
#include "reports/words/value_words.h"

namespace deskready {
namespace {

constexpr std::array<std::string_view, 9> eighths = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::string_view english = "en";  // until the command line has a language

struct Column {
  std::vector<double> values;
  bool gap = false;
  double median() {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  }
};

cctz::civil_second local(WallTime time, const cctz::time_zone& zone) {
  return cctz::convert(std::chrono::floor<std::chrono::seconds>(time), zone);
}

std::string day(WallTime time, const cctz::time_zone& zone) {
  const auto there = local(time, zone);
  return fmt::format("{:04}-{:02}-{:02}", there.year(), there.month(), there.day());
}

std::vector<Column> columns_of(const std::vector<Sample>& samples, int width) {
  std::vector<Column> columns(static_cast<std::size_t>(width));
  const double first = static_cast<double>(samples.front().at.time_since_epoch().count());
  const double span =
      std::max(1.0, static_cast<double>(samples.back().at.time_since_epoch().count()) - first);
  for (const Sample& sample : samples) {
    const double part = (static_cast<double>(sample.at.time_since_epoch().count()) - first) / span;
    Column& column = columns[std::min(columns.size() - 1, static_cast<std::size_t>(part * width))];
    if (sample.value) {
      column.values.push_back(*sample.value);
    } else {
      column.gap = true;
    }
  }
  return columns;
}

/// Of the numbers, of which there is at least one.
double least(const std::vector<Sample>& samples) {
  double least = INFINITY;
  for (const Sample& sample : samples) least = std::min(least, sample.value.value_or(INFINITY));
  return least;
}
double most(const std::vector<Sample>& samples) {
  double most = -INFINITY;
  for (const Sample& sample : samples) most = std::max(most, sample.value.value_or(-INFINITY));
  return most;
}

/// The bar's part of one line, in eighths of a character.
int part_of_bar(double height_in_eighths, int line_from_below) {
  // Of figures near the largest number there is the distance between them is none.
  if (!std::isfinite(height_in_eighths)) return 0;
  constexpr double highest = 1000;
  return std::clamp(
      static_cast<int>(std::lround(std::clamp(height_in_eighths, -highest, highest))) - line_from_below * 8,
      0, 8);
}

int percent(const Share& share) {
  return static_cast<int>(std::lround(100.0 * share.met / share.judged));
}

/// What is drawn of a chart.
struct Bars {
  std::vector<std::optional<double>> heights;  ///< one for each column; none without samples
  std::vector<bool> gaps;                      ///< as many
  double low = INFINITY, high = -INFINITY;     ///< of the heights
};

Bars bars_of(const std::vector<Sample>& samples, int count) {
  Bars all;
  for (Column& column : columns_of(samples, count)) {
    all.gaps.push_back(column.gap);
    all.heights.push_back(column.values.empty() ? std::nullopt : std::optional(column.median()));
    if (!all.heights.back()) continue;
    all.low = std::min(all.low, *all.heights.back());
    all.high = std::max(all.high, *all.heights.back());
  }
  return all;
}

/// The figures beside a chart.
struct Beside {
  std::string top, bottom;
  std::size_t margin;  ///< columns that they take
};

Beside beside(const Bars& bars, Unit unit) {
  const std::string top = figure_words(bars.high, unit),
                    bottom = figure_words(bars.low < 0 ? bars.low : 0, unit);
  return {top, bottom, std::max(columns(top), columns(bottom))};
}

std::string drawn(const Bars& bars, const Beside& figures, int height) {
  // From zero, so that a small change does not look like a large one; figures below zero (decibel) from their
  // lowest.
  const double base = bars.low < 0 ? bars.low - (bars.high - bars.low) * 0.1 - 1e-9 : 0;
  const double scale = bars.high > base ? (height * 8) / (bars.high - base) : 0;
  std::string text;
  for (int line = height - 1; line >= 0; --line) {
    text += fmt::format("{:>{}} ",
                        line == height - 1 ? figures.top
                        : line == 0        ? figures.bottom
                                           : "",
                        figures.margin);
    for (const auto& bar : bars.heights) {
      text += eighths[static_cast<std::size_t>(
          bar ? std::max(part_of_bar((*bar - base) * scale, line), line == 0 ? 1 : 0) : 0)];
    }
    text += "\n";
  }
  return text;
}

/// Where something could not be measured; empty where everything was.
std::string gap_line(const Bars& bars) {
  std::string text;
  for (const bool gap : bars.gaps) text += gap ? "?" : " ";
  return text.find('?') == std::string::npos ? std::string() : text;
}

}  // namespace

std::string chart(const std::vector<Sample>& samples, Unit unit, const cctz::time_zone& zone,
                  const ChartSize& size) {
  const auto measured = std::count_if(samples.begin(), samples.end(),
                                      [](const Sample& sample) { return sample.value.has_value(); });
  if (measured == 0) return {};
  int width = size.bars;
  Bars bars = bars_of(samples, width);
  Beside figures = beside(bars, unit);
  // Fewer bars are of more figures each, so what stands beside them changes with their number.
  while (width > 1 && figures.margin + 1 + static_cast<std::size_t>(width) > size.page) {
    bars = bars_of(samples, --width);
    figures = beside(bars, unit);
  }
  const std::string margin(figures.margin + 1, ' ');
  std::string text = drawn(bars, figures, size.height);
  const std::string gaps = gap_line(bars);
  if (!gaps.empty()) text += margin + gaps + "\n";
  const std::string first = day(samples.front().at, zone), last = day(samples.back().at, zone);
  text +=
      fmt::format("{}{}{:>{}}\n", margin, first, last, std::max(width - static_cast<int>(first.size()), 0));
  return text +
         wrapped(margin,
                 range_words(english, figure_words(least(samples), unit), figure_words(most(samples), unit),
                             static_cast<std::uint64_t>(measured), !gaps.empty()),
                 size.page);
}

WeekShare week_share(const std::vector<RuleOutcome>& outcomes, const cctz::time_zone& zone) {
  WeekShare week{};
  for (const RuleOutcome& one : outcomes) {
    if (one.outcome != "met" && one.outcome != "not_met" && one.outcome != "borderline") continue;
    const auto there = local(one.at, zone);
    Share& share = week.hours[static_cast<std::size_t>(cctz::get_weekday(cctz::civil_day(there)))]
                             [static_cast<std::size_t>(there.hour())];
    ++share.judged;
    if (one.outcome == "met") ++share.met;
  }
  return week;
}

Share WeekShare::of_hours(int from, int to) const {
  Share sum;
  for (const auto& day_hours : hours) {
    for (int hour = from; hour < to; ++hour) {
      sum.met += day_hours[static_cast<std::size_t>(hour)].met;
      sum.judged += day_hours[static_cast<std::size_t>(hour)].judged;
    }
  }
  return sum;
}

std::string week_table(const WeekShare& week, std::size_t width) {
  const auto days = weekday_words(english);
  std::string text = "     0     6     12    18\n";
  for (std::size_t weekday = 0; weekday < 7; ++weekday) {
    text += fmt::format("{}  ", days[weekday]);
    for (const Share& share : week.hours[weekday]) {
      text += share.judged == 0 ? "·" : percent(share) >= 95 ? "█" : percent(share) >= 50 ? "▒" : "x";
    }
    text += "\n";
  }
  text += wrapped("", week_legend(english), width);
  const struct {
    DayPart part;
    int from, to;
  } parts[] = {{DayPart::night, 0, 6},
               {DayPart::morning, 6, 12},
               {DayPart::afternoon, 12, 18},
               {DayPart::evening, 18, 24}};
  for (const auto& [part, from, to] : parts) {
    const Share share = week.of_hours(from, to);
    if (share.judged > 0)
      text += wrapped("", day_part_words(english, part, percent(share), share.judged), width);
  }
  return text;
}

}  // namespace deskready
