// Why a check did not run as it was planned, or why its heavy parts wait. A closed list: the history, the
// socket and the command that is started carry the code, people read reason_words().
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace deskready {

enum class Reason : std::uint8_t {
  none,
  was_away,
  too_late,
  made_up,
  just_checked,
  full_is_near,
  once_a_shift,
  quiet_hours,
  waited_in_vain,
  another_ran,
  nothing_checked_yet,
  paused,
  in_call,
  metered,
  on_battery,
  other_traffic,
  day_spent,
  month_spent,
};

/// All but `none`, in order.
std::span<const Reason> reasons();
/// As the history keeps it: "was_away"; empty for `none`.
std::string_view to_string(Reason reason);
/// The reverse; nothing for a text that is none of them.
std::optional<Reason> reason_from(std::string_view code);
/// The Cause of a fact that is not measured for it, as code; empty where no fact is left out for it.
std::string_view cause_of(Reason reason);

}  // namespace deskready
