// When a person works: weekly shifts in a time zone, with exceptions by date.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/zone/zone.h"

namespace deskready {

/// Hours of a day, in minutes from local midnight; an end that is not later than the begin lies on the next
/// day.
struct HourSpan {
  int begin = 0;  ///< 0 … 1439
  int end = 0;    ///< 0 … 1440
};

/// "Mon..Fri 20:00-05:00".
struct Shift {
  unsigned weekdays = 0;  ///< on which it begins; bit 0 is Monday
  HourSpan hours;
};

/// A shift of one certain day.
struct ShiftTime {
  std::chrono::sys_seconds begin, end;  ///< [begin, end)
};

struct WorkHours {
  Zone zone;
  std::vector<Shift> shifts;
  std::map<std::string, std::vector<HourSpan>> exceptions;  ///< by "2026-12-24", the local day of the begin
};

/// Of "09:30" the minutes from midnight, 0 … 1440; nothing for what is no time of day.
std::optional<int> minutes_of_day(std::string_view text);

/// The moment at which so many minutes of the day are over in `zone`. One that a change of the clock leaves
/// out is the moment of the change; one that it repeats is the first of the two.
std::chrono::sys_seconds moment_of_day(const cctz::time_zone& zone, cctz::civil_day day, int minutes);

/// "Mon", "Mon,Wed", "Mon..Fri", "Sat..Mon", in full or by three letters, in any case; bit 0 is Monday. A
/// range may go over the week's end where `may_wrap`; systemd's calendar expressions do not.
tl::expected<unsigned, std::string> parse_weekdays(std::string_view text, bool may_wrap = true);
/// "20:00-05:00".
tl::expected<HourSpan, std::string> parse_hours(std::string_view text);
/// "Mon..Fri 20:00-05:00"; without weekdays every day.
tl::expected<Shift, std::string> parse_shift(std::string_view text);

/// The shifts that begin in [from, to), in order of their begin, each end as of moment_of_day().
std::vector<ShiftTime> shifts_beginning(const WorkHours& hours, std::chrono::sys_seconds from,
                                        std::chrono::sys_seconds to);

/// The shift that `when` lies in.
std::optional<ShiftTime> shift_at(const WorkHours& hours, std::chrono::sys_seconds when);

/// Whether the local time of day lies in the span.
bool lies_in(const HourSpan& span, const cctz::time_zone& zone, std::chrono::sys_seconds when);

}  // namespace deskready
