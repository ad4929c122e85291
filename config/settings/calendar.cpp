#include "config/settings/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "config/base/text.h"
#include "config/settings/work_hours.h"

namespace deskready {
namespace {

using Failure = tl::unexpected<std::string>;
using Field = std::vector<CalendarPart>;

constexpr int last_year = 2200;

struct Word {
  std::string_view name;
  std::string_view meaning;
};
constexpr std::array words = {
    Word{"minutely", "*-*-* *:*:00"},
    Word{"hourly", "*-*-* *:00:00"},
    Word{"daily", "*-*-* 00:00:00"},
    Word{"weekly", "Mon *-*-* 00:00:00"},
    Word{"monthly", "*-*-01 00:00:00"},
    Word{"quarterly", "*-01,04,07,10-01 00:00:00"},
    Word{"semiannually", "*-01,07-01 00:00:00"},
    Word{"yearly", "*-01-01 00:00:00"},
    Word{"annually", "*-01-01 00:00:00"},
};

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || text[0] == '-') {
    return std::nullopt;
  }
  return value;
}

std::optional<CalendarPart> part_of_field(std::string_view text, int lowest, int highest) {
  CalendarPart part;
  std::string_view range = text;
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto step = number(text.substr(slash + 1));
    if (!step || *step < 1) return std::nullopt;
    part.step = *step;
    range = text.substr(0, slash);
  }
  const bool repeats = range.size() != text.size();
  const auto dots = range.find("..");
  if (range == "*") {
    part.first = lowest;
    part.last = highest;
    return part;
  }
  const auto first = number(range.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : number(range.substr(dots + 2));
  if (!first || !last || *first < lowest || *last > highest || *last < *first) return std::nullopt;
  part.first = *first;
  part.last = dots == std::string_view::npos && repeats ? highest : *last;
  return part;
}

tl::expected<Field, std::string> field(std::string_view text, int lowest, int highest,
                                       std::string_view what) {
  if (text == "*") return Field{};
  Field parts;
  for (const std::string_view one : split(text, ',')) {
    const auto part = part_of_field(one, lowest, highest);
    if (!part) return Failure(fmt::format("\"{}\" is no {} ({} to {})", one, what, lowest, highest));
    parts.push_back(*part);
  }
  return parts;
}

bool matches(const CalendarPart& part, int value) {
  return value >= part.first && value <= part.last && (value - part.first) % part.step == 0;
}

/// The lowest value of the field that is at least `from`; nothing when there is none up to `highest`.
std::optional<int> lowest_from(const Field& parts, int from, int highest) {
  for (int value = from; value <= highest; ++value) {
    if (parts.empty() ||
        std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return matches(part, value); })) {
      return value;
    }
  }
  return std::nullopt;
}

int days_in(cctz::year_t year, int month) {
  return (cctz::civil_day(cctz::civil_month(year, month) + 1) - 1).day();
}

/// The expression cut into weekdays, date, time and zone, of which only one of date and time must be there.
struct Pieces {
  std::optional<std::string_view> weekdays, date, time, zone;
};

tl::expected<Pieces, std::string> pieces_of(std::string_view text) {
  Pieces pieces;
  for (const std::string_view piece : split(text, ' ')) {
    if (piece.empty()) continue;
    const bool begins_with_digit = piece[0] == '*' || (piece[0] >= '0' && piece[0] <= '9');
    auto& place = piece.find(':') != std::string_view::npos          ? pieces.time
                  : begins_with_digit                                ? pieces.date
                  : !pieces.date && !pieces.time && !pieces.weekdays ? pieces.weekdays
                                                                     : pieces.zone;
    if (place) return Failure(fmt::format("\"{}\" stands where nothing more is expected", piece));
    place = piece;
  }
  if (!pieces.weekdays && !pieces.date && !pieces.time) return Failure(std::string("it is empty"));
  return pieces;
}

}  // namespace

tl::expected<Calendar, std::string> Calendar::parse(std::string_view text, const Zone& zone) {
  std::string whole(text);
  for (const Word& word : words) {
    if (whole == word.name || whole.starts_with(std::string(word.name) + " ")) {
      whole.replace(0, word.name.size(), word.meaning);
      break;
    }
  }
  if (whole.find_first_of("~.") != std::string::npos) {
    for (std::size_t at = whole.find('.'); at != std::string::npos; at = whole.find('.', at + 2)) {
      if (whole.compare(at, 2, "..") != 0)
        return Failure(std::string("fractions of a second are not accepted"));
    }
    if (whole.find('~') != std::string::npos) return Failure(std::string("\"~\" is not accepted"));
  }
  const auto pieces = pieces_of(whole);
  if (!pieces) return Failure(pieces.error());
  Calendar calendar;
  calendar.zone_ = zone;
  if (pieces->zone) {
    const auto named = find_zone(*pieces->zone);
    if (!named) return Failure(named.error());
    calendar.zone_ = *named;
  }
  if (pieces->weekdays) {
    const auto days = parse_weekdays(*pieces->weekdays, false);
    if (!days) return Failure(days.error());
    calendar.weekdays_ = *days;
  }
  std::vector<std::string_view> date = split(pieces->date.value_or("*-*-*"), '-');
  if (date.size() == 2) date.insert(date.begin(), "*");
  std::vector<std::string_view> time = split(pieces->time.value_or("00:00:00"), ':');
  if (time.size() == 2) time.push_back("00");
  if (date.size() != 3) return Failure(fmt::format("\"{}\" is no date like *-*-01", *pieces->date));
  if (time.size() != 3) return Failure(fmt::format("\"{}\" is no time like 08:30", *pieces->time));
  const struct {
    Field& target;
    std::string_view text;
    int lowest, highest;
    std::string_view what;
  } fields[] = {{calendar.years_, date[0], 1970, last_year, "year"},
                {calendar.months_, date[1], 1, 12, "month"},
                {calendar.days_, date[2], 1, 31, "day"},
                {calendar.hours_, time[0], 0, 23, "hour"},
                {calendar.minutes_, time[1], 0, 59, "minute"},
                {calendar.seconds_, time[2], 0, 59, "second"}};
  for (const auto& one : fields) {
    auto read = field(one.text, one.lowest, one.highest, one.what);
    if (!read) return Failure(read.error());
    one.target = std::move(*read);
  }
  if (!calendar.next_local(cctz::civil_second(1970)))
    return Failure(fmt::format(
        "no day in the years 1970 to {} is like that; write one that comes, like *-02-28 or Mon *-*-*",
        last_year));
  return calendar;
}

std::optional<cctz::civil_second> Calendar::next_local(cctz::civil_second from) const {
  while (from.year() <= last_year) {
    const auto year = lowest_from(years_, static_cast<int>(from.year()), last_year);
    if (!year) return std::nullopt;
    if (*year != from.year()) from = cctz::civil_second(*year);
    const auto month = lowest_from(months_, from.month(), 12);
    if (!month) {
      from = cctz::civil_second(from.year() + 1);
      continue;
    }
    if (*month != from.month()) from = cctz::civil_second(from.year(), *month);
    const auto day = lowest_from(days_, from.day(), days_in(from.year(), from.month()));
    if (!day) {
      from = cctz::civil_second(cctz::civil_month(from) + 1);
      continue;
    }
    if (*day != from.day()) from = cctz::civil_second(from.year(), from.month(), *day);
    const auto weekday = static_cast<int>(cctz::get_weekday(cctz::civil_day(from)));
    const auto hour = lowest_from(hours_, from.hour(), 23);
    if ((weekdays_ >> weekday & 1u) == 0 || !hour) {
      from = cctz::civil_second(cctz::civil_day(from) + 1);
      continue;
    }
    if (*hour != from.hour()) from = cctz::civil_second(cctz::civil_hour(cctz::civil_day(from)) + *hour);
    const auto minute = lowest_from(minutes_, from.minute(), 59);
    if (!minute) {
      from = cctz::civil_second(cctz::civil_hour(from) + 1);
      continue;
    }
    if (*minute != from.minute())
      from = cctz::civil_second(cctz::civil_minute(cctz::civil_hour(from)) + *minute);
    const auto second = lowest_from(seconds_, from.second(), 59);
    if (second) return cctz::civil_second(cctz::civil_minute(from)) + *second;
    from = cctz::civil_second(cctz::civil_minute(from) + 1);
  }
  return std::nullopt;
}

std::optional<std::chrono::sys_seconds> Calendar::next_after(std::chrono::sys_seconds time) const {
  // The hour that a change of the clock repeats is looked at twice: from its local times alone, `time` in the
  // second one cannot be told from the first.
  const cctz::time_zone zone = zone_.rules();
  cctz::civil_second from = cctz::convert(time, zone) + 1;
  while (const auto local = next_local(from)) {
    const auto found = zone.lookup(*local);
    if (found.kind != cctz::time_zone::civil_lookup::SKIPPED && found.pre > time) return found.pre;
    from = *local + 1;
  }
  return std::nullopt;
}

}  // namespace deskready
