#include "agent/daemon/schedule/reason.h"

#include <array>

namespace deskready {
namespace {

struct Row {
  Reason reason;
  std::string_view code;
  std::string_view cause = {};
};

constexpr auto table = std::to_array<Row>({
    {Reason::none, ""},
    {Reason::was_away, "was_away"},
    {Reason::too_late, "too_late"},
    {Reason::made_up, "made_up"},
    {Reason::just_checked, "just_checked"},
    {Reason::full_is_near, "full_is_near"},
    {Reason::once_a_shift, "once_a_shift"},
    {Reason::quiet_hours, "quiet_hours"},
    {Reason::waited_in_vain, "waited_in_vain"},
    {Reason::another_ran, "another_ran"},
    {Reason::nothing_checked_yet, "nothing_checked_yet"},
    {Reason::paused, "paused"},
    {Reason::in_call, "in_call", "busy"},
    {Reason::metered, "metered", "metered"},
    {Reason::on_battery, "on_battery", "on_battery"},
    {Reason::other_traffic, "other_traffic", "other_traffic"},
    {Reason::day_spent, "day_spent", "budget"},
    {Reason::month_spent, "month_spent", "budget"},
});

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].reason) != i) return false;
  }
  return table.size() == static_cast<std::size_t>(Reason::month_spent) + 1;
}
static_assert(in_order(), "the table has one line for each reason, in the enumeration's order");

constexpr auto all_but_none = [] {
  std::array<Reason, table.size() - 1> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = table[i + 1].reason;
  return all;
}();

}  // namespace

std::span<const Reason> reasons() {
  return all_but_none;
}

std::string_view to_string(Reason reason) {
  return table[static_cast<std::size_t>(reason)].code;
}

std::optional<Reason> reason_from(std::string_view code) {
  for (const Reason reason : reasons()) {
    if (to_string(reason) == code) return reason;
  }
  return std::nullopt;
}

std::string_view cause_of(Reason reason) {
  return table[static_cast<std::size_t>(reason)].cause;
}

}  // namespace deskready
