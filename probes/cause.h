// Why a fact has no value. A closed list of codes, as reports carry them; reports/words/ has their sentences.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace deskready {

enum class Cause : std::uint8_t {
  no_far_end,
  far_end_busy,
  far_end_failed,
  public_far_end,
  no_device,
  no_permission,
  sound_server_stuck,
  device_changed,
  busy,
  metered,
  budget,
  undecided,
  too_few_samples,
  other_traffic,
  condition,
  not_selected,  ///< the person left this part out
  not_recorded,  ///< facts were given instead of measured, and do not contain it
  other_far_end,
  not_asked,
  refused,
  not_comparable,
  unknown_name,
  measured_only_up_to,
  too_little_history,
  too_old,
  weak_evidence,
  evidence,
  unsupported,
  stopped,
  on_battery,
  postponed,
  failed,
  agent_outdated,    ///< the far end no longer speaks this deskready's protocol
  far_end_outdated,  ///< this deskready no longer speaks the far end's
  target_failed,     ///< a server of the spec's [targets]
  line_slow,         ///< what would tell it is more than we may send over such a line
  in_between,        ///< something on the way stands in for the far end, or lets nothing else through
};

struct CauseInfo {
  Cause cause;
  std::string_view code;  ///< as in reports: "no_far_end"
};

/// All causes, in the order of the enumeration.
std::span<const CauseInfo> causes();
const CauseInfo& info(Cause cause);
std::string_view to_string(Cause cause);
std::optional<Cause> cause_from(std::string_view code);

}  // namespace deskready
