#include "agent/cli/from_history.h"

#include <fmt/format.h>

#include "agent/cli/output.h"
#include "agent/cli/own_history.h"
#include "agent/unattended.h"

namespace deskready {
namespace {

/// What a light run leaves out, from the last day's reports.
void carry(Attempts& attempts, const std::vector<std::string>& names, const CheckOptions& options,
           const Settings& settings, WallTime now) {
  if (!options.light) return;
  const auto history = own_history();
  if (!history)
    return complain(fmt::format("nothing is carried forward from earlier checks: {}", history.error()));
  const auto oldest =
      now - std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(settings.carry_seconds));
  for (Facts& facts : attempts) {
    carry_forward(facts, {cause_from(options.held).value_or(Cause::postponed), Cause::postponed}, names,
                  *history, oldest);
  }
}

/// For how long a report proves something, and so an attended figure of sound: the strictest of the specs.
double proof_seconds(const std::vector<Spec>& specs) {
  double least = 90.0 * 86400;
  for (const Spec& spec : specs) {
    if (spec.proof_every_seconds > 0) least = std::min(least, spec.proof_every_seconds);
  }
  return least;
}

/// What the background service may not do with sound, from the last run that a person started.
void carry_attended_sound(Attempts& attempts, const std::vector<std::string>& names, double proof,
                          const CheckOptions& options, WallTime now) {
  if (!options.unattended) return;
  const auto history = own_history();
  if (!history) return;  // told when the report is to be kept
  const auto oldest = now - std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(proof));
  for (Facts& facts : attempts) carry_sound(facts, names, *history, oldest);
}

}  // namespace

void fill_from_history(Attempts& attempts, const Pass& pass, const std::vector<Spec>& specs,
                       const CheckOptions& options, const Settings& settings, WallTime now) {
  // Figures of the line are those to this pass's far end.
  std::vector<std::string> names;
  for (const std::size_t i : pass.specs) names.push_back(specs[i].name);
  carry(attempts, names, options, settings, now);
  carry_attended_sound(attempts, names, proof_seconds(specs), options, now);
}

}  // namespace deskready
