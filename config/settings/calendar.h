// Calendar expressions: the part of systemd.time(7)'s syntax that settings may use.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/zone/zone.h"

namespace deskready {

/// One value, range or repetition of a field: "5", "8..17", "0/15", "8..17/2".
struct CalendarPart {
  int first = 0;
  int last = 0;  ///< == first for a single value
  int step = 1;
};

/// "Mon..Fri *-*-* 08,12:30 Europe/Berlin" and the words minutely … yearly. Not accepted, and said so: "~"
/// and fractions of a second. A local time that a change of the clock leaves out does not occur; one that it
/// repeats occurs the first time only; both as systemd does it. Immutable; any thread.
class Calendar {
 public:
  /// `zone` counts where the expression names none. The error says which part is not understood.
  static tl::expected<Calendar, std::string> parse(std::string_view text, const Zone& zone);

  /// Whether it follows the computer's own zone.
  bool is_local() const { return zone_.is_local(); }

  /// The first occurrence later than `time`; nothing when there is none before the year 2200.
  std::optional<std::chrono::sys_seconds> next_after(std::chrono::sys_seconds time) const;

 private:
  using Field = std::vector<CalendarPart>;  ///< empty means any
  std::optional<cctz::civil_second> next_local(cctz::civil_second from) const;

  Zone zone_;
  unsigned weekdays_ = 0x7f;  ///< bit 0 is Monday
  Field years_, months_, days_, hours_, minutes_, seconds_;
};

}  // namespace deskready
