#include "probes/cause.h"

#include <algorithm>
#include <array>

namespace deskready {
namespace {

constexpr std::array table = {
    CauseInfo{Cause::no_far_end, "no_far_end"},
    CauseInfo{Cause::far_end_busy, "far_end_busy"},
    CauseInfo{Cause::far_end_failed, "far_end_failed"},
    CauseInfo{Cause::public_far_end, "public_far_end"},
    CauseInfo{Cause::no_device, "no_device"},
    CauseInfo{Cause::no_permission, "no_permission"},
    CauseInfo{Cause::sound_server_stuck, "sound_server_stuck"},
    CauseInfo{Cause::device_changed, "device_changed"},
    CauseInfo{Cause::busy, "busy"},
    CauseInfo{Cause::metered, "metered"},
    CauseInfo{Cause::budget, "budget"},
    CauseInfo{Cause::undecided, "undecided"},
    CauseInfo{Cause::too_few_samples, "too_few_samples"},
    CauseInfo{Cause::other_traffic, "other_traffic"},
    CauseInfo{Cause::condition, "condition"},
    CauseInfo{Cause::not_selected, "not_selected"},
    CauseInfo{Cause::not_recorded, "not_recorded"},
    CauseInfo{Cause::other_far_end, "other_far_end"},
    CauseInfo{Cause::not_asked, "not_asked"},
    CauseInfo{Cause::refused, "refused"},
    CauseInfo{Cause::not_comparable, "not_comparable"},
    CauseInfo{Cause::unknown_name, "unknown_name"},
    CauseInfo{Cause::measured_only_up_to, "measured_only_up_to"},
    CauseInfo{Cause::too_little_history, "too_little_history"},
    CauseInfo{Cause::too_old, "too_old"},
    CauseInfo{Cause::weak_evidence, "weak_evidence"},
    CauseInfo{Cause::evidence, "evidence"},
    CauseInfo{Cause::unsupported, "unsupported"},
    CauseInfo{Cause::stopped, "stopped"},
    CauseInfo{Cause::on_battery, "on_battery"},
    CauseInfo{Cause::postponed, "postponed"},
    CauseInfo{Cause::failed, "failed"},
    CauseInfo{Cause::agent_outdated, "agent_outdated"},
    CauseInfo{Cause::far_end_outdated, "far_end_outdated"},
    CauseInfo{Cause::target_failed, "target_failed"},
    CauseInfo{Cause::line_slow, "line_slow"},
    CauseInfo{Cause::in_between, "in_between"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].cause) != i) return false;
  }
  return table.size() == static_cast<std::size_t>(Cause::in_between) + 1;
}
static_assert(in_order(), "the table has one line for each cause, in the enumeration's order");

}  // namespace

std::span<const CauseInfo> causes() {
  return table;
}

const CauseInfo& info(Cause cause) {
  return table[static_cast<std::size_t>(cause)];
}

std::string_view to_string(Cause cause) {
  return info(cause).code;
}

std::optional<Cause> cause_from(std::string_view code) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const CauseInfo& c) { return c.code == code; });
  if (found == table.end()) return std::nullopt;
  return found->cause;
}

}  // namespace deskready
