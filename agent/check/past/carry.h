// What earlier checks found and a run that nobody attends takes over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/spec/spec.h"
#include "probes/fact.h"
#include "reports/assess/circumstances.h"
#include "reports/history/history.h"

namespace deskready {

/// Fills those of `facts.unknown` that are `postponed` or held (`causes`) with the newest value of the spec's
/// reports that was measured after `oldest`; each keeps the time at which it was measured. `far_end`: to
/// which this run's line was measured. Where its figures are judged, those that were measured to something
/// else than the spec's far end are left, or they would be judged as figures to this run's; a public speed
/// test's are taken in a run to a public speed test.
void carry_forward(Facts& facts, const std::vector<Cause>& causes, const std::vector<std::string>& spec_names,
                   const History& history, WallTime oldest, FarEndUsed far_end);

/// Fills what such a run may not hear, play or ask about sound (`refused`, `not_asked`) with what the last
/// attended run found, if that was after `oldest`; each keeps the time at which it was measured.
void carry_sound(Facts& facts, const std::vector<std::string>& spec_names, const History& history,
                 WallTime oldest);

/// How old, in seconds, an attended figure of sound may be that is taken over: as old as a report that proves
/// something (90 days where the spec does not say), and older where every rule about it says so. Whether it
/// is too old for a rule's own `valid` is judged there, with its date.
double attended_seconds(const std::vector<Spec>& specs, std::string_view key);

}  // namespace deskready
