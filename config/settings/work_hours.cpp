#include "config/settings/work_hours.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "config/base/text.h"

namespace deskready {
namespace {

using Failure = tl::unexpected<std::string>;
using std::chrono::sys_seconds;

constexpr int day_minutes = 24 * 60;
constexpr std::array<std::string_view, 7> day_names = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};

std::optional<int> weekday(std::string_view text) {
  const std::string word = lower(text);
  for (std::size_t i = 0; i < day_names.size(); ++i) {
    if (word == day_names[i] || word == day_names[i].substr(0, 3)) return static_cast<int>(i);
  }
  return std::nullopt;
}

ShiftTime on_day(const cctz::time_zone& zone, cctz::civil_day day, const HourSpan& span) {
  const int end = span.end > span.begin ? span.end : span.end + day_minutes;
  return {moment_of_day(zone, day, span.begin), moment_of_day(zone, day, end)};
}

std::vector<HourSpan> spans_of(const WorkHours& hours, cctz::civil_day day) {
  const auto exception =
      hours.exceptions.find(fmt::format("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()));
  if (exception != hours.exceptions.end()) return exception->second;
  std::vector<HourSpan> spans;
  const auto weekday_bit = 1u << static_cast<unsigned>(cctz::get_weekday(day));
  for (const Shift& shift : hours.shifts) {
    if ((shift.weekdays & weekday_bit) != 0) spans.push_back(shift.hours);
  }
  return spans;
}

}  // namespace

std::optional<int> minutes_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0u, 1u, 3u, 4u}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > day_minutes) return std::nullopt;
  return hour * 60 + minute;
}

sys_seconds moment_of_day(const cctz::time_zone& zone, cctz::civil_day day, int minutes) {
  const auto found = zone.lookup(cctz::civil_second(cctz::civil_minute(day) + minutes));
  return found.kind == cctz::time_zone::civil_lookup::SKIPPED ? found.trans : found.pre;
}

tl::expected<unsigned, std::string> parse_weekdays(std::string_view text, bool may_wrap) {
  unsigned days = 0;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const auto dots = part.find("..");
    const auto first = weekday(part.substr(0, dots));
    const auto last = dots == std::string_view::npos ? first : weekday(part.substr(dots + 2));
    if (!first || !last || (*last < *first && !may_wrap))
      return Failure(fmt::format("\"{}\" are no days of the week like Mon..Fri", part));
    for (int day = *first;; day = (day + 1) % 7) {
      days |= 1u << day;
      if (day == *last) break;
    }
  }
  if (days == 0) return Failure(std::string("no day of the week is named"));
  return days;
}

tl::expected<HourSpan, std::string> parse_hours(std::string_view text) {
  const auto dash = std::min(text.find('-'), text.size());
  const auto begin = minutes_of_day(text.substr(0, dash));
  const auto end = minutes_of_day(text.substr(std::min(dash + 1, text.size())));
  if (!begin || !end || *begin == day_minutes) {
    return Failure(fmt::format("\"{}\" are no hours like 09:00-17:30", text));
  }
  if (*begin == *end)
    return Failure(fmt::format("\"{}\" begins when it ends; for a whole day write 00:00-24:00", text));
  return HourSpan{*begin, *end};
}

tl::expected<Shift, std::string> parse_shift(std::string_view text) {
  Shift shift{0x7f, {}};
  const auto space = text.rfind(' ');
  if (space != std::string_view::npos) {
    const auto days = parse_weekdays(text.substr(0, text.find_last_not_of(' ', space) + 1));
    if (!days) return Failure(days.error());
    shift.weekdays = *days;
  }
  const auto hours = parse_hours(space == std::string_view::npos ? text : text.substr(space + 1));
  if (!hours) return Failure(hours.error());
  shift.hours = *hours;
  return shift;
}

std::vector<ShiftTime> shifts_beginning(const WorkHours& hours, sys_seconds from, sys_seconds to) {
  std::vector<ShiftTime> found;
  if (hours.shifts.empty() && hours.exceptions.empty()) return found;
  const cctz::time_zone zone = hours.zone.rules();
  const cctz::civil_day last = cctz::civil_day(cctz::convert(to, zone)) + 1;
  for (cctz::civil_day day = cctz::civil_day(cctz::convert(from, zone)) - 1; day <= last; ++day) {
    for (const HourSpan& span : spans_of(hours, day)) {
      const ShiftTime shift = on_day(zone, day, span);
      if (shift.begin >= from && shift.begin < to && shift.begin < shift.end) found.push_back(shift);
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  return found;
}

std::optional<ShiftTime> shift_at(const WorkHours& hours, sys_seconds when) {
  // No shift lasts longer than a day and the hour by which a change of the clock can stretch it.
  for (const ShiftTime& shift :
       shifts_beginning(hours, when - std::chrono::hours(26), when + std::chrono::seconds(1))) {
    if (when < shift.end) return shift;
  }
  return std::nullopt;
}

bool lies_in(const HourSpan& span, const cctz::time_zone& zone, sys_seconds when) {
  const cctz::civil_second local = cctz::convert(when, zone);
  const int minute = local.hour() * 60 + local.minute();
  return span.begin < span.end ? minute >= span.begin && minute < span.end
                               : minute >= span.begin || minute < span.end;
}

}  // namespace deskready
