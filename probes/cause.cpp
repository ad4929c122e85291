#include "probes/cause.h"

#include <algorithm>
#include <array>

namespace deskready {
namespace {

constexpr std::array table = {
    CauseInfo{Cause::no_far_end, "no_far_end", "There was no far end to measure the line to.",
              "Ask the employer for the address of their far end, or name one with --far-end."},
    CauseInfo{Cause::far_end_busy, "far_end_busy",
              "The far end is serving as many checks as it can: {detail}", "Try again later."},
    CauseInfo{Cause::far_end_failed, "far_end_failed", "The far end did not answer as it should: {detail}",
              "Check that this computer is online, then try again; if it stays so, tell the employer."},
    CauseInfo{Cause::public_far_end, "public_far_end",
              "A public speed test cannot show this: it sends no packets back.",
              "Ask the employer for the address of their far end."},
    CauseInfo{Cause::no_device, "no_device", "No such device was found.",
              "Plug the headset in, then check again."},
    CauseInfo{Cause::no_permission, "no_permission", "This computer does not allow it: {detail}", ""},
    CauseInfo{Cause::sound_server_stuck, "sound_server_stuck", "The computer's sound system does not answer.",
              "Restart the computer, then check again."},
    CauseInfo{Cause::device_changed, "device_changed", "The device changed while it was being measured.",
              "Leave the headset plugged in, then check again."},
    CauseInfo{Cause::busy, "busy", "A call is using the headset.", "Check again after the call."},
    CauseInfo{Cause::metered, "metered", "The line is metered, and nobody agreed to the cost.",
              "Agree to the data cost, or use another line."},
    CauseInfo{Cause::budget, "budget",
              "The allowance of this check, in data or in seconds of load, was used up first.", ""},
    CauseInfo{Cause::undecided, "undecided",
              "The measurement does not show clearly whether the limit is met.",
              "Check again at another hour."},
    CauseInfo{Cause::too_few_samples, "too_few_samples", "Too little came back to say anything.",
              "Check again at another hour."},
    CauseInfo{Cause::other_traffic, "other_traffic", "Other programs were using the line.",
              "Close downloads and streams, then check again."},
    CauseInfo{Cause::condition, "condition", "A condition of the test was not met: {detail}", ""},
    CauseInfo{Cause::not_selected, "not_selected", "This part was left out of the check.",
              "Run the whole check, without --only."},
    CauseInfo{Cause::other_far_end, "other_far_end",
              "It was measured to another far end than the employer names.",
              "Check this list by itself, and without --far-end."},
    CauseInfo{Cause::not_asked, "not_asked", "The question was not asked.",
              "Run the same check with --guided added, in a terminal."},
    CauseInfo{Cause::refused, "refused", "You chose not to have this checked.", ""},
    CauseInfo{Cause::not_comparable, "not_comparable", "It cannot be compared with what the employer wrote.",
              "Ask the employer."},
    CauseInfo{Cause::unknown_name, "unknown_name", "This name is not known: {detail}", "Ask the employer."},
    CauseInfo{Cause::measured_only_up_to, "measured_only_up_to", "It was measured only up to {detail}.",
              "Check again with this employer's spec."},
    CauseInfo{Cause::too_little_history, "too_little_history", "There are too few earlier checks: {detail}",
              "Leave the background service running; the earlier checks come with time."},
    CauseInfo{Cause::too_old, "too_old", "It was measured too long ago: {detail}", "Run the check again."},
    CauseInfo{Cause::weak_evidence, "weak_evidence", "The employer wants it vouched for: {detail}",
              "Run the check with the employer's own far end."},
    CauseInfo{Cause::unsupported, "unsupported", "This version of deskready cannot measure it: {detail}", ""},
    CauseInfo{Cause::stopped, "stopped", "The check was stopped before this was measured.",
              "Run the check again."},
    CauseInfo{Cause::on_battery, "on_battery", "The computer ran on its battery.", "Plug the computer in."},
    CauseInfo{Cause::postponed, "postponed", "This was a light check; it is measured before the next shift.",
              ""},
    CauseInfo{Cause::failed, "failed", "It could not be measured: {detail}", ""},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].cause) != i) return false;
  }
  return table.size() == static_cast<std::size_t>(Cause::failed) + 1;
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
